package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.Row.row;
import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static io.arpfailover.agent.takeover.TestMember.OWN;
import static io.arpfailover.agent.takeover.TestMember.asked;
import static io.arpfailover.agent.takeover.TestMember.claiming;
import static io.arpfailover.agent.takeover.TestMember.fit;
import static io.arpfailover.agent.takeover.TestMember.heldBy;
import static io.arpfailover.agent.takeover.TestMember.holding;
import static io.arpfailover.agent.takeover.TestMember.noCarrier;
import static io.arpfailover.agent.takeover.TestMember.ready;
import static io.arpfailover.agent.takeover.TestMember.standby;
import static io.arpfailover.agent.takeover.TestMember.starting;
import static io.arpfailover.agent.takeover.TestMember.unfit;
import static io.arpfailover.agent.takeover.TestMember.up;

import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Answer.Refusal;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of stages and events: what one event makes of a member in a stage, and everything it does about it. */
class CourseTest {
    @ParameterizedTest
    @MethodSource({"towardsHolding", "awayFromHolding", "handingOver"})
    void step(Row row) {
        row.verify();
    }

    static Stream<Row> towardsHolding() {
        return Stream.of(
                row("nothing before the members are read", CourseTest::withoutMembers, Stage.WAITING, "reread", UNREAD),
                row(
                        "vacant: look on the wire first",
                        () -> starting().joins(vacant()),
                        Stage.PROBING,
                        "reread",
                        UNREAD,
                        "WAITING -> STANDBY",
                        "STANDBY -> PROBING",
                        "fit"),
                row(
                        "three probes, then the claim",
                        () -> starting().joins(vacant()).forget().runUntil(Stage.CLAIMING),
                        Stage.CLAIMING,
                        "Probe",
                        "Probe",
                        "Probe",
                        "PROBING -> READY",
                        "READY -> CLAIMING",
                        "tenure a 1"),
                row(
                        "claimed: lease, address, announcement, gateway, in this order",
                        () -> claiming().applied(),
                        Stage.HOLDING,
                        "lease",
                        "addresses for 2600 ms",
                        "CLAIMING -> HOLDING",
                        "RequestForm",
                        "GatewayQuery",
                        "ReplyForm"),
                row(
                        "without a gateway nobody is asked, and the move is written at once",
                        () -> starting(DefencePolicy.ONCE, Optional.empty())
                                .joins(vacant())
                                .runUntil(Stage.CLAIMING)
                                .forget()
                                .applied(),
                        Stage.HOLDING,
                        "lease",
                        "addresses for 2600 ms",
                        "CLAIMING -> HOLDING",
                        "RequestForm",
                        "record 1 [suspected, claimed, installed, announced]",
                        "ReplyForm"),
                row("the other holds and is there", () -> standby().passes(60_000), Stage.STANDBY),
                row("the holder is gone: probe first", () -> standby().members(), Stage.PROBING, "STANDBY -> PROBING"),
                row(
                        "then claim with proof",
                        () -> standby().members().forget().runUntil(Stage.CLAIMING),
                        Stage.CLAIMING,
                        "Probe",
                        "Probe",
                        "Probe",
                        "PROBING -> READY",
                        "READY -> CLAIMING",
                        "tenure a 5 if b is gone"),
                row(
                        "the holder came back while we probed",
                        () -> standby().members().forget().members(fit(B)),
                        Stage.STANDBY,
                        "PROBING -> STANDBY"),
                row(
                        "the proof failed",
                        () -> standby()
                                .members()
                                .runUntil(Stage.CLAIMING)
                                .forget()
                                .answered(new Answer.Refused(Refusal.HOLDER_PRESENT)),
                        Stage.STANDBY,
                        "CLAIMING -> READY",
                        "READY -> STANDBY"),
                row(
                        "another was faster: read again",
                        () -> claiming().answered(new Answer.Refused(Refusal.STALE)),
                        Stage.READY,
                        "reread",
                        "CLAIMING -> READY"),
                row(
                        "and the other holds",
                        () -> claiming()
                                .answered(new Answer.Refused(Refusal.STALE))
                                .forget()
                                .hears(new Event.TenureRead(heldBy(B, 1))),
                        Stage.STANDBY,
                        "READY -> STANDBY"),
                row(
                        "the answer was lost: no lease, read again",
                        () -> claiming().answered(new Answer.Unknown("lost")),
                        Stage.READY,
                        "reread",
                        "CLAIMING -> READY"),
                row(
                        "it was applied after all: a new claim of the same epoch",
                        () -> claiming()
                                .answered(new Answer.Unknown("lost"))
                                .forget()
                                .hears(new Event.TenureRead(heldBy(A, 1))),
                        Stage.CLAIMING,
                        "READY -> CLAIMING",
                        "tenure a 1"),
                row(
                        "a claim answered too late is worth nothing",
                        () -> claiming().passes(2_600).forget().applied(),
                        Stage.CLAIMING,
                        "CLAIMING -> READY",
                        "READY -> CLAIMING",
                        "tenure a 1"),
                row(
                        "link lost while probing",
                        () -> standby().members().forget().link(noCarrier()),
                        Stage.WAITING,
                        "PROBING -> STANDBY",
                        "STANDBY -> WAITING",
                        "unfit: interface lan0 has no carrier"));
    }

    static Stream<Row> awayFromHolding() {
        return Stream.of(
                row(
                        "the lease ran out by a hair: taken up again without a new look, when the call is answered",
                        () -> holding().gatewayAnswers().passes(2_595).forget().passes(5),
                        Stage.READY,
                        "revoke lease",
                        "warn",
                        "HOLDING -> STANDBY",
                        "remove addresses",
                        "STANDBY -> READY"),
                row(
                        "a turn too late: revoked before anything is sent",
                        () -> holding().isPausedFor(2_700),
                        Stage.CLAIMING,
                        "revoke lease",
                        "warn",
                        "HOLDING -> STANDBY",
                        "remove addresses",
                        "STANDBY -> READY",
                        "READY -> CLAIMING",
                        "tenure a 1"),
                row(
                        "the session ended",
                        () -> holding().hears(new Event.SessionLost()),
                        Stage.WAITING,
                        "revoke lease",
                        "warn",
                        "HOLDING -> STANDBY",
                        "STANDBY -> WAITING",
                        "remove addresses"),
                row(
                        "another holds the tenure",
                        () -> holding().hears(new Event.TenureRead(heldBy(B, 2))),
                        Stage.STANDBY,
                        "revoke lease",
                        "warn",
                        "HOLDING -> STANDBY",
                        "remove addresses"),
                row(
                        "contact lost: said, and nothing else",
                        () -> holding().hears(new Event.ContactChanged(false)),
                        Stage.HOLDING,
                        "warn"),
                row("the heir came or went", () -> holding().members().members(fit(B)), Stage.HOLDING),
                row(
                        "a renewal's answer was lost: the lease stays, read again",
                        () -> renewing().answered(new Answer.Unknown("lost")),
                        Stage.HOLDING,
                        "reread"),
                row(
                        "then renewed anew, not by reading",
                        () -> renewing()
                                .answered(new Answer.Unknown("lost"))
                                .forget()
                                .hears(new Event.TenureRead(heldBy(A, 1)))
                                .passes(1),
                        Stage.HOLDING,
                        "tenure a 1"),
                row("renewed", () -> renewing().applied(), Stage.HOLDING, "renew lease"),
                row(
                        "the kernel's lease had run out: not revived",
                        () -> renewing().leaseAnswers(LeaseOutcome.LAPSED).applied(),
                        Stage.CLAIMING,
                        "renew lease",
                        "revoke lease",
                        "warn",
                        "HOLDING -> STANDBY",
                        "STANDBY -> READY",
                        "READY -> CLAIMING",
                        "tenure a 1",
                        "remove addresses"),
                row(
                        "carrier lost, a fit heir",
                        () -> holding().link(noCarrier()),
                        Stage.HANDING_OVER,
                        "HOLDING -> HANDING_OVER",
                        "revoke lease",
                        "tenure b 2",
                        "unfit: interface lan0 has no carrier",
                        "remove addresses"),
                row(
                        "carrier lost, no heir: hold on",
                        () -> holding().members().forget().link(noCarrier()),
                        Stage.HOLDING,
                        "error",
                        "unfit: interface lan0 has no carrier"),
                row(
                        "carrier lost, an unfit heir: hold on",
                        () -> holding()
                                .members(unfit(B, "it is stopping"))
                                .forget()
                                .link(noCarrier()),
                        Stage.HOLDING,
                        "error",
                        "unfit: interface lan0 has no carrier"),
                row(
                        "carrier back",
                        () -> holding()
                                .members()
                                .link(noCarrier())
                                .passes(300)
                                .forget()
                                .link(up(OWN)),
                        Stage.HOLDING,
                        "RequestForm",
                        "GatewayQuery",
                        "ReplyForm",
                        "fit"));
    }

    static Stream<Row> handingOver() {
        return Stream.of(
                row("asked, the heir not ready: wait", () -> holding().intent(asked("s1", B)), Stage.HOLDING),
                row(
                        "the heir is ready: lease first, then the tenure, then the addresses",
                        () -> holding().intent(asked("s1", B)).members(ready(B, "s1")),
                        Stage.HANDING_OVER,
                        "HOLDING -> HANDING_OVER",
                        "revoke lease",
                        "tenure b 2",
                        "remove addresses"),
                row(
                        "ready for another request is not ready",
                        () -> holding().intent(asked("s1", B)).members(ready(B, "s0")),
                        Stage.HOLDING),
                row("written", () -> TestMember.handingOver().applied(), Stage.STANDBY, "HANDING_OVER -> STANDBY"),
                row(
                        "a call on its way: serve until its answer, then let go",
                        () -> renewing().intent(asked("s1", B)).members(ready(B, "s1")),
                        Stage.HANDING_OVER,
                        "HOLDING -> HANDING_OVER"),
                row(
                        "and its answer earns nothing",
                        () -> renewing()
                                .intent(asked("s1", B))
                                .members(ready(B, "s1"))
                                .forget()
                                .applied(),
                        Stage.HANDING_OVER,
                        "revoke lease",
                        "tenure b 2",
                        "remove addresses"),
                row(
                        "the answer was lost: no lease, read again",
                        () -> TestMember.handingOver().answered(new Answer.Unknown("lost")),
                        Stage.HANDING_OVER,
                        "reread"),
                row(
                        "it was not applied: once more",
                        () -> TestMember.handingOver()
                                .answered(new Answer.Unknown("lost"))
                                .forget()
                                .hears(new Event.TenureRead(heldBy(A, 1))),
                        Stage.HANDING_OVER,
                        "tenure b 2"),
                row(
                        "it was applied",
                        () -> TestMember.handingOver()
                                .answered(new Answer.Unknown("lost"))
                                .forget()
                                .hears(new Event.TenureRead(heldBy(B, 2))),
                        Stage.STANDBY,
                        "HANDING_OVER -> STANDBY"),
                row(
                        "the session ended: nothing left to wait for",
                        () -> TestMember.handingOver().hears(new Event.SessionLost()),
                        Stage.WAITING,
                        "HANDING_OVER -> STANDBY",
                        "STANDBY -> WAITING"),
                row(
                        "we are asked: probe, while the other serves",
                        () -> standby().intent(asked("s1", A)),
                        Stage.PROBING,
                        "STANDBY -> PROBING"),
                row(
                        "ready, and said so",
                        () -> heirReady(),
                        Stage.READY,
                        "Probe",
                        "Probe",
                        "Probe",
                        "PROBING -> READY",
                        "fit, ready for s1"),
                row(
                        "the holder let go: claim at once",
                        () -> heirReady().forget().hears(new Event.TenureRead(heldBy(A, 5))),
                        Stage.CLAIMING,
                        "READY -> CLAIMING",
                        "tenure a 5"),
                row(
                        "the request is told done once",
                        () -> heirReady()
                                .hears(new Event.TenureRead(heldBy(A, 5)))
                                .forget()
                                .applied()
                                .intent(asked("s1", A)),
                        Stage.HOLDING,
                        "lease",
                        "addresses for 2600 ms",
                        "CLAIMING -> HOLDING",
                        "RequestForm",
                        "GatewayQuery",
                        "ReplyForm",
                        "s1 DONE: a holds the addresses",
                        "fit"),
                row(
                        "a look of 40 s ago is too old",
                        () -> heirReady().passes(39_999).forget().passes(1),
                        Stage.PROBING,
                        "READY -> PROBING",
                        "fit"),
                row(
                        "the request was closed",
                        () -> heirReady().forget().intent(asked("s1", A).ended(Outcome.REFUSED, "late")),
                        Stage.STANDBY,
                        "READY -> STANDBY",
                        "fit"),
                row(
                        "the heir is absent",
                        () -> holding().members().intent(asked("s1", B)),
                        Stage.HOLDING,
                        "s1 REFUSED: b is not connected; start its agent, or check its ZooKeeper"),
                row(
                        "the heir is unfit",
                        () -> holding().members(unfit(B, "no carrier")).intent(asked("s1", B)),
                        Stage.HOLDING,
                        "s1 REFUSED: b is not fit: no carrier"),
                row(
                        "nobody of that name",
                        () -> holding().intent(asked("s1", new NodeName("c"))),
                        Stage.HOLDING,
                        "s1 REFUSED: c is not connected; start its agent, or check its ZooKeeper"));
    }

    private static final String UNREAD = "unfit: the members are not read yet";

    private static VersionedTenure vacant() {
        return new VersionedTenure(Tenure.NONE, 0);
    }

    private static TestMember withoutMembers() {
        return starting().hears(new Event.Registered(TestMember.SESSION)).hears(new Event.TenureRead(vacant()));
    }

    /** A renewal is on its way. */
    private static TestMember renewing() {
        return holding().gatewayAnswers().passes(1_267).forget();
    }

    private static TestMember heirReady() {
        return standby().intent(asked("s1", A)).forget().runUntil(Stage.READY);
    }
}
