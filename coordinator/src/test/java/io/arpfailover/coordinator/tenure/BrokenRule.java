package io.arpfailover.coordinator.tenure;

import java.util.List;

/** A way to get the protocol wrong: what to change in the model so that it says so. Two servers then own the addresses. */
enum BrokenRule {
    READING_PROLONGS(
            "1: a plain reading of the tenure prolongs the lease",
            Edit.NOTHING_FAILS,
            Edit.SHORT_PROMISES_ONLY,
            edit(
                    "lease' = EndedUnlessHolder(n)  \\* rule 1",
                    "lease' = [EndedUnlessHolder(n) EXCEPT ![n] ="
                            + " IF zk = [holder |-> n, mode |-> \"SOLO\"] THEN TZ ELSE @]  \\* rule 1")),
    CLAIMS_WHILE_PROMISED(
            "2: the heir claims before its promise has run out",
            Edit.NOTHING_FAILS,
            Edit.SHORT_PROMISES_ONLY,
            edit("Names(n, Other(n), \"PAIRED\") /\\ ~Promised(n)", "Names(n, Other(n), \"PAIRED\")"),
            edit("c.op = \"RENEW\" /\\ ~Promised(n)", "c.op = \"RENEW\"")),
    SOLO_LEASE_WHILE_PROMISED(
            "2: who was given the tenure takes a solo lease before its own promise has run out",
            Edit.NOTHING_FAILS,
            Edit.SHORT_PROMISES_ONLY,
            edit("Names(n, n, \"SOLO\") /\\ ~Promised(n)", "Names(n, n, \"SOLO\")"),
            edit("Names(n, n, \"PAIRED\") /\\ ~Promised(n)", "Names(n, n, \"PAIRED\")"),
            edit("c.op = \"RENEW\" /\\ ~Promised(n)", "c.op = \"RENEW\"")),
    CLAIMS_SOLO_BY_VERSION(
            "3: the heir claims a solo tenure without proof that the holder's session has ended",
            Edit.NOTHING_FAILS,
            Edit.SHORT_PROMISES_ONLY,
            edit("Names(n, Other(n), \"PAIRED\")", "view[n].holder = Other(n)")),
    LEASE_AS_LONG_AS_THE_SESSION(
            "3: a lease of the length of the session, although the leader may count from an earlier sign of life",
            Edit.NOTHING_FAILS,
            Edit.SHORT_PROMISES_ONLY,
            edit("TZ \\in 1..Guaranteed", "TZ \\in 1..S"),
            edit("TZ = 2", "TZ = 3")),
    SOLO_LEASE_FROM_THE_ANSWER(
            "3: a solo lease counts from the answer, not from when the call left",
            Edit.NOTHING_FAILS,
            Edit.SHORT_PROMISES_ONLY,
            edit("TZ - c.age", "TZ")),
    PAIRS_WITH_A_SOLO_LEASE(
            "4: a solo lease survives into PAIRED",
            Edit.NOTHING_FAILS,
            Edit.SHORT_PROMISES_ONLY,
            edit("![n] = msgs[i].left]", "![n] = Max(@, msgs[i].left)]")),
    UNPAIRS_ON_CREDIT(
            "5: a solo lease before PAIRED -> SOLO is answered",
            Edit.NOTHING_FAILS,
            Edit.SHORT_PROMISES_ONLY,
            edit(
                    "Call(n, \"UNPAIR\") /\\ UNCHANGED Rest",
                    "Call(n, \"UNPAIR\") /\\ lease' = [lease EXCEPT ![n] = Max(@, TZ)]"
                            + " /\\ UNCHANGED <<zk, sess, view, promise, msgs, ghost>>")),
    ACKS_WITH_A_LEASE(
            "6: a server acks and keeps what is left of its own lease",
            Edit.SHORT_PROMISES_ONLY,
            edit("lease' = [lease EXCEPT ![n] = 0]  \\* rule 6", "lease' = lease")),
    LOST_CALL_SURVIVES(
            "7: a lost call may still be applied after a successful renewal",
            Edit.NOBODY_RESTARTS,
            Edit.SHORT_PROMISES_ONLY,
            edit(
                    "ghost' = [x \\in Nodes |-> {}]",
                    "ghost' = [x \\in Nodes |-> IF x = n /\\ op = \"RENEW\" THEN ghost[x] ELSE {}]")),
    RESTARTS_WITHOUT_MEMORY(
            "8: a restarted agent supposes no promise", Edit.SHORT_PROMISES_ONLY, edit("ELSE Max(@, T)]", "ELSE 0]")),
    LOSES_THE_LONG_PROMISE(
            "8: a restarted agent supposes a short promise, and the file with the long one is gone",
            Edit.CLAIMS_AND_RENEWALS_ONLY,
            edit("ELSE Max(@, T)]", "ELSE T]")),
    LEASE_OUTLIVES_ITS_TIME(
            "10: a lease that the kernel does not end",
            Edit.NOTHING_FAILS,
            Edit.SHORT_PROMISES_ONLY,
            edit("lease' = [n \\in Nodes |-> Dec(lease[n])]", "lease' \\in {lease, [n \\in Nodes |-> Dec(lease[n])]}")),
    COUNTS_ACKS_OF_ANY_EPOCH(
            "11: an ack counts in any epoch",
            Edit.NOTHING_FAILS,
            Edit.SHORT_PROMISES_ONLY,
            Edit.TWO_IN_FLIGHT,
            edit("m.e = view[n].e  \\* rule 11: an ack", "TRUE  \\* an ack"),
            edit("LAMBDA m : m.e < 2", "LAMBDA m : TRUE")),
    ACK_COUNTS_FROM_ITS_RECEIPT(
            "an ack is worth its promise from receipt, not from when the heartbeat left",
            Edit.NOTHING_FAILS,
            Edit.CLAIMS_AND_RENEWALS_ONLY,
            edit("left |-> m.left, e |-> m.e]", "left |-> m.left, asks |-> m.asks, e |-> m.e]"),
            edit("Max(@, m.left)", "Max(@, m.asks)")),
    SHORTENS_THE_LONG_PROMISE(
            "2: a heartbeat that asks for a short promise ends a long one",
            Edit.NOTHING_FAILS,
            Edit.CLAIMS_AND_RENEWALS_ONLY,
            Edit.TWO_IN_FLIGHT,
            edit("Max(@, m.asks)]", "m.asks]"));

    /**
     * One text of the model and its configuration, and what stands there instead. The constants size the model
     * so that it shows two owners soon.
     */
    record Edit(String text, String instead) {
        private static final Edit SHORT_PROMISES_ONLY = new Edit("AsksLong = TRUE", "AsksLong = FALSE");
        private static final Edit CLAIMS_AND_RENEWALS_ONLY =
                new Edit("\\/ Pair(n) \\/ Unpair(n) \\/ HandOver(n) \\/ GiveUp(n)", "");
        private static final Edit NOBODY_RESTARTS = new Edit("\\/ Restart(n)\n", "\n");
        private static final Edit NOTHING_FAILS =
                new Edit("\\/ AnswerLost(n) \\/ Read(n) \\/ Restart(n)\n", "\\/ Read(n)\n");
        private static final Edit TWO_IN_FLIGHT = new Edit("MaxMsgs = 1", "MaxMsgs = 2");
    }

    private final String says;

    @SuppressWarnings("ImmutableEnumChecker") // A List.of: nothing changes it.
    private final List<Edit> edits;

    BrokenRule(String says, Edit... edits) {
        this.says = says;
        this.edits = List.of(edits);
    }

    private static Edit edit(String text, String instead) {
        return new Edit(text, instead);
    }

    /** What is wrong, behind the number of the rule if it has one. */
    String says() {
        return says;
    }

    List<Edit> edits() {
        return edits;
    }
}
