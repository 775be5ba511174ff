package io.arpfailover.agent.inspect;

import java.util.Arrays;
import java.util.Optional;

/**
 * Who uses each shared address: the two members of the pair as the tenure has it, or somebody else. One thread.
 *
 * <p>News of a move comes by two ways, the frames of the new holder and our own knowledge of the tenure, in either
 * order. So the member that does not hold an address has a grace on both sides of a move before its frames are an
 * offence: after it, when they are those of the old holder, and before it, when they are those of the next. While
 * nobody knows who holds the addresses, either member may be the one.
 */
final class SharedUse {
    /** What a claim of a shared address is. */
    enum Use {
        BY_HOLDER,
        /** By the holder, for the first time since the other member used it. */
        MOVED,
        /** By the member we do not know to hold it, yet. */
        EARLY,
        /** By the member that held it a moment ago. */
        LATE,
        UNAUTHORISED,
        FOREIGN,
        /** By somebody, while too little is known of the pair. */
        UNKNOWN
    }

    private static final long NOBODY = 0;
    private static final long NOT_DUE = Long.MAX_VALUE;
    /** Silence after which an early frame begins a new story. */
    private static final int SILENT_GRACES = 10;

    private Knowledge known;
    /** Whom the tenure named last; nobody is named while it is not known. */
    private Optional<Member> lastHolder;
    /** By the number of the address: who used it last with right, as far as it was heard. */
    private long[] users;
    /** Which member had it last with right, heard or not: nobody hears his own frames. */
    private long[] owners;
    /** Who uses it early, since when, and when last. */
    private long[] earlyMacs;

    private long[] earlySince;
    private long[] earlyLast;
    /** When the early use becomes an offence; {@link #NOT_DUE} once that was said. */
    private long[] dueAt;

    private long before = NOBODY;

    SharedUse(Knowledge known) {
        this.known = known;
        this.lastHolder = known.pair().holder();
        makeRoom(known.sharedCount());
    }

    /** Changes what is known. Addresses that are shared before and after keep their state. */
    void know(Knowledge now) {
        Knowledge before = known;
        long[][] old = {users, owners, earlyMacs, earlySince, earlyLast, dueAt};
        known = now;
        makeRoom(now.sharedCount());
        long[][] fresh = {users, owners, earlyMacs, earlySince, earlyLast, dueAt};
        for (int i = 0; i < now.sharedCount(); i++) {
            int was = before.sharedIndex(now.sharedAddress(i));
            for (int row = 0; was >= 0 && row < old.length; row++) {
                fresh[row][i] = old[row][was];
            }
        }
        takeInHolder(now.pair().holder());
    }

    /** Who had the addresses until now did so also when none of its frames was heard. */
    private void takeInHolder(Optional<Member> holder) {
        if (holder.isEmpty() || holder.equals(lastHolder)) {
            return;
        }
        lastHolder.ifPresent(last -> {
            for (int i = 0; i < owners.length; i++) {
                users[i] = known.isOf(last, users[i]) ? users[i] : NOBODY;
                owners[i] = number(last);
            }
        });
        lastHolder = holder;
    }

    /** Judges a claim of the address with this number. */
    Use claim(int index, long source, long mac, long now) {
        Pair pair = known.pair();
        if (!pair.membersKnown()) {
            return Use.UNKNOWN;
        }
        if (pair.holder().isPresent() && isOf(pair.holder().get(), source, mac)) {
            return byHolder(index, mac);
        }
        boolean byMember = isOf(Member.OWN, source, mac) || isOf(Member.PEER, source, mac);
        return byMember ? byOther(index, mac, now) : Use.FOREIGN;
    }

    /** Whether the early user of the address turned out to be its holder; if so, that is told once. */
    boolean wasEarlyHolder(int index) {
        Optional<Member> holder = known.pair().holder();
        boolean holds = earlyMacs[index] != NOBODY && holder.isPresent() && known.isOf(holder.get(), earlyMacs[index]);
        return holds && byHolder(index, earlyMacs[index]) == Use.MOVED;
    }

    /** Whether the early use of the address has just become an offence; that is told once. */
    boolean hasBecomeOffence(int index, long now) {
        boolean due = now >= dueAt[index];
        if (due) {
            dueAt[index] = NOT_DUE;
        }
        return due && known.pair().holder().isPresent();
    }

    long nextDue() {
        long next = NOT_DUE;
        for (long due : dueAt) {
            next = Math.min(next, due);
        }
        return next;
    }

    int count() {
        return users.length;
    }

    long earlyUser(int index) {
        return earlyMacs[index];
    }

    /** Who used the address last with right; in bits, 0 for nobody. */
    long user(int index) {
        return users[index];
    }

    /** Who used the address last with right, before the present claim; in bits, 0 for nobody. */
    long before() {
        return before;
    }

    private Use byHolder(int index, long mac) {
        before = users[index];
        users[index] = mac;
        earlyMacs[index] = NOBODY;
        dueAt[index] = NOT_DUE;
        long owner = owners[index];
        owners[index] = number(known.pair().holder().orElseThrow());
        return owner == NOBODY || owner == owners[index] ? Use.BY_HOLDER : Use.MOVED;
    }

    private Use byOther(int index, long mac, long now) {
        before = users[index];
        long grace = known.policy().grace().toNanos();
        Pair pair = known.pair();
        if (pair.holder().isPresent() && now - pair.since().nanos() < grace && owners[index] != NOBODY) {
            return Use.LATE;
        }
        boolean newStory = earlyMacs[index] == NOBODY || now - earlyLast[index] >= SILENT_GRACES * grace;
        boolean judgeable = pair.holder().isPresent();
        if (newStory || !judgeable) {
            earlySince[index] = now;
            dueAt[index] = judgeable ? now + grace : NOT_DUE;
        }
        earlyMacs[index] = mac;
        earlyLast[index] = now;
        return now - earlySince[index] < grace ? Use.EARLY : Use.UNAUTHORISED;
    }

    private static long number(Member member) {
        return switch (member) {
            case OWN -> 1;
            case PEER -> 2;
        };
    }

    private boolean isOf(Member member, long source, long mac) {
        return known.isOf(member, source) && known.isOf(member, mac);
    }

    private void makeRoom(int count) {
        users = new long[count];
        owners = new long[count];
        earlyMacs = new long[count];
        earlySince = new long[count];
        earlyLast = new long[count];
        dueAt = new long[count];
        Arrays.fill(dueAt, NOT_DUE);
    }
}
