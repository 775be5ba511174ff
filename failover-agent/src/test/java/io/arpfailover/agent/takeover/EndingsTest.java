package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.Row.row;
import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static io.arpfailover.agent.takeover.TestMember.VIP;
import static io.arpfailover.agent.takeover.TestMember.asked;
import static io.arpfailover.agent.takeover.TestMember.claiming;
import static io.arpfailover.agent.takeover.TestMember.handingOver;
import static io.arpfailover.agent.takeover.TestMember.heldBy;
import static io.arpfailover.agent.takeover.TestMember.holding;
import static io.arpfailover.agent.takeover.TestMember.noCarrier;
import static io.arpfailover.agent.takeover.TestMember.ready;
import static io.arpfailover.agent.takeover.TestMember.standby;
import static io.arpfailover.agent.takeover.TestMember.starting;
import static io.arpfailover.agent.takeover.TestMember.unstarted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a member does when its kernel refuses, when it is told to stop, and when it comes back after a restart. */
class EndingsTest {
    private static final String UNREAD = "unfit: the members are not read yet";
    private static final String STOPPING = "unfit: it is stopping";

    @ParameterizedTest
    @MethodSource({"kernelRefuses", "toldToStop", "restarted"})
    void step(Row row) {
        row.verify();
    }

    static Stream<Row> kernelRefuses() {
        return Stream.of(
                row(
                        "no lease to be had: the heir gets the tenure",
                        () -> claiming().leaseAnswers(LeaseOutcome.FAILED).applied(),
                        Stage.HANDING_OVER,
                        "lease",
                        "error",
                        "revoke lease",
                        "warn",
                        "CLAIMING -> STANDBY",
                        "STANDBY -> WAITING",
                        "WAITING -> HANDING_OVER",
                        "tenure b 2",
                        "unfit: lease FAILED",
                        "remove addresses"),
                row(
                        "no address to be had: the same",
                        () -> claiming().assigningFails().applied(),
                        Stage.HANDING_OVER,
                        "lease",
                        "addresses for 2600 ms",
                        "error",
                        "revoke lease",
                        "warn",
                        "CLAIMING -> STANDBY",
                        "STANDBY -> WAITING",
                        "WAITING -> HANDING_OVER",
                        "tenure b 2",
                        "unfit: address refused",
                        "remove addresses"),
                row(
                        "no heir: held off for 5 s",
                        () -> claiming()
                                .members()
                                .assigningFails()
                                .applied()
                                .forget()
                                .passes(4_999),
                        Stage.WAITING),
                row(
                        "and tried again after them",
                        () -> claiming()
                                .members()
                                .assigningFails()
                                .applied()
                                .forget()
                                .passes(5_000),
                        Stage.PROBING,
                        "WAITING -> STANDBY",
                        "STANDBY -> PROBING",
                        "fit"),
                row(
                        "another program took the address off: back at once",
                        () -> holding().hears(new Event.AddressesRemoved(List.of(VIP))),
                        Stage.HOLDING,
                        "warn",
                        "addresses for 2600 ms"),
                row(
                        "we took it off ourselves: silence",
                        () -> handingOver().hears(new Event.AddressesRemoved(List.of(VIP))),
                        Stage.HANDING_OVER),
                row(
                        "putting it back fails",
                        () -> holding().members().assigningFails().hears(new Event.AddressesRemoved(List.of(VIP))),
                        Stage.WAITING,
                        "warn",
                        "addresses for 2600 ms",
                        "error",
                        "revoke lease",
                        "warn",
                        "HOLDING -> STANDBY",
                        "STANDBY -> WAITING",
                        "unfit: address refused",
                        "remove addresses"));
    }

    static Stream<Row> toldToStop() {
        return Stream.of(
                row("standby", () -> stop(standby()), Stage.STOPPED, "STANDBY -> STOPPED", STOPPING),
                row("probing", () -> stop(standby().members().forget()), Stage.STOPPED, "PROBING -> STOPPED", STOPPING),
                row(
                        "holding without an heir",
                        () -> stop(holding().members()),
                        Stage.STOPPED,
                        "revoke lease",
                        "info",
                        "HOLDING -> STANDBY",
                        "STANDBY -> STOPPED",
                        STOPPING,
                        "remove addresses"),
                row(
                        "holding with an heir: hand over first",
                        () -> stop(holding()),
                        Stage.HOLDING,
                        "request b",
                        STOPPING),
                row(
                        "handed over: then stop",
                        () -> stop(holding())
                                .intent(asked("s1", B))
                                .members(ready(B, "s1"))
                                .forget()
                                .applied()
                                .passes(1),
                        Stage.STOPPED,
                        "HANDING_OVER -> STANDBY",
                        "STANDBY -> STOPPED"),
                row(
                        "while handing over: finish that",
                        () -> stop(handingOver()).applied().passes(1),
                        Stage.STOPPED,
                        STOPPING,
                        "HANDING_OVER -> STANDBY",
                        "STANDBY -> STOPPED"),
                row(
                        "while handing over, which never succeeds: stop all the same",
                        () -> stop(renewing().intent(asked("s1", B)).members(ready(B, "s1")))
                                .passes(900)
                                .gatewayAnswers()
                                .forget()
                                .passes(5_100),
                        Stage.STOPPED,
                        "addresses for 100 ms",
                        "revoke lease",
                        "remove addresses",
                        "HANDING_OVER -> STANDBY",
                        "STANDBY -> STOPPED"));
    }

    static Stream<Row> restarted() {
        return Stream.of(
                row(
                        "the tenure names us, the kernel serves: taken up without a probe",
                        () -> inheriting(true, 2_000).joins(heldBy(A, 3)),
                        Stage.CLAIMING,
                        "reread",
                        UNREAD,
                        "WAITING -> STANDBY",
                        "STANDBY -> CLAIMING",
                        "tenure a 3",
                        "fit"),
                row(
                        "and served on without a gap",
                        () -> inheriting(true, 2_000)
                                .joins(heldBy(A, 3))
                                .forget()
                                .applied(),
                        Stage.HOLDING,
                        "lease",
                        "addresses for 2600 ms",
                        "CLAIMING -> HOLDING",
                        "RequestForm",
                        "GatewayQuery",
                        "ReplyForm"),
                row(
                        "the tenure names the other: thrown away",
                        () -> inheriting(true, 2_000).joins(heldBy(B, 3)),
                        Stage.STANDBY,
                        "reread",
                        UNREAD,
                        "WAITING -> STANDBY",
                        "info",
                        "revoke lease",
                        "fit",
                        "remove addresses"),
                row(
                        "a lease without addresses: thrown away, then looked for",
                        () -> inheriting(false, 2_000).joins(heldBy(A, 3)),
                        Stage.PROBING,
                        "reread",
                        UNREAD,
                        "WAITING -> STANDBY",
                        "info",
                        "revoke lease",
                        "fit",
                        "remove addresses",
                        "STANDBY -> PROBING"),
                row(
                        "without a link: what serves is ended before the heir is named",
                        () -> inheriting(true, 2_000).link(noCarrier()).joins(heldBy(A, 3)),
                        Stage.HANDING_OVER,
                        "reread",
                        "unfit: interface lan0 has no carrier",
                        "info",
                        "revoke lease",
                        "WAITING -> HANDING_OVER",
                        "tenure b 4",
                        "remove addresses"),
                row(
                        "taken up and then refused by the kernel: never taken up again",
                        () -> inheriting(true, 60_000)
                                .joins(heldBy(A, 3))
                                .members()
                                .leaseAnswers(LeaseOutcome.FAILED)
                                .applied()
                                .forget()
                                .passes(5_000),
                        Stage.PROBING,
                        "WAITING -> STANDBY",
                        "STANDBY -> PROBING",
                        "fit"),
                row(
                        "told to stop before anything is known",
                        () -> stop(inheriting(true, 2_000)),
                        Stage.STOPPED,
                        "info",
                        "revoke lease",
                        "WAITING -> STOPPED",
                        "remove addresses"));
    }

    /** With a session so long that the lease outlives the patience, a renewal's answer never coming. */
    @Test
    void stopsAlsoWhenHandingOverIsNeverAnswered() {
        Duration session = Duration.ofSeconds(60);
        TestMember member = starting().joins(heldBy(A, 4), session);
        member.runUntil(Stage.CLAIMING).applied().gatewayAnswers().passes(13_000);
        stop(member.intent(asked("s1", B)).members(ready(B, "s1")));
        assertEquals(Stage.HANDING_OVER, member.stage());
        member.passes(5_300);
        assertEquals(Stage.STOPPED, member.stage());
        assertTrue(member.did().containsAll(List.of("revoke lease", "remove addresses")));
    }

    /** A renewal is on its way. */
    private static TestMember renewing() {
        return holding().gatewayAnswers().passes(1_267).forget();
    }

    private static TestMember stop(TestMember member) {
        return member.hears(new Event.StopAsked(false));
    }

    private static TestMember inheriting(boolean addresses, long leaseMillis) {
        return unstarted(TestMember.settings(DefencePolicy.ONCE, Optional.of(TestMember.GATEWAY)))
                .inherits(addresses, Duration.ofMillis(leaseMillis));
    }
}
