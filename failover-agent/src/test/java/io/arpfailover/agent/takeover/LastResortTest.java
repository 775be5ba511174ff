package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.Row.row;
import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static io.arpfailover.agent.takeover.TestMember.checked;
import static io.arpfailover.agent.takeover.TestMember.fit;
import static io.arpfailover.agent.takeover.TestMember.heir;
import static io.arpfailover.agent.takeover.TestMember.noCarrier;
import static io.arpfailover.agent.takeover.TestMember.starting;
import static io.arpfailover.agent.takeover.TestMember.unfit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that fails a check is better than none. */
class LastResortTest {
    private static final String UNFIT = "unfit: check web failed: down";

    @ParameterizedTest
    @MethodSource("rows")
    void lastResort(Row row) {
        row.verify();
    }

    static Stream<Row> rows() {
        return Stream.of(
                row(
                        "the holder falls silent: taken over, and told when it is done",
                        () -> unfitHeir().passes(600).applied(),
                        Stage.HOLDING,
                        "STANDBY -> PROBING",
                        "Probe",
                        "Probe",
                        "Probe",
                        "PROBING -> READY",
                        "READY -> CLAIMING",
                        "tenure a 5",
                        "lease",
                        "addresses for 2505 ms",
                        "CLAIMING -> HOLDING",
                        "RequestForm",
                        "GatewayQuery",
                        "ReplyForm",
                        "error",
                        "heartbeat 5 unfit"),
                row(
                        "in maintenance it takes nothing over",
                        () -> unfitHeir()
                                .intent(Intent.NONE.inMaintenance(A))
                                .forget()
                                .passes(600),
                        Stage.STANDBY,
                        "error"),
                row(
                        "nor without a carrier",
                        () -> unfitHeir().link(noCarrier()).forget().passes(600),
                        Stage.WAITING),
                row("nobody holds: left to the other, which is fit", () -> ofAVacantTenure(fit(B)), Stage.STANDBY),
                row(
                        "nobody holds, and nobody is fit",
                        () -> ofAVacantTenure(unfit(B, "check web failed")),
                        Stage.CLAIMING,
                        "Probe",
                        "Probe",
                        "Probe",
                        "PROBING -> READY",
                        "READY -> CLAIMING",
                        "tenure a 1"));
    }

    /** Its node says that it is fit, for as long as its session lives. */
    @Test
    void givesNothingBackToTheSilentOneUntilThatIsHeard() {
        TestMember member = unfitHeir().passes(600).applied().passes(500);
        assertEquals(Stage.HOLDING, member.stage());
        member.acks(true).forget().heartbeat(4).passes(1_000);
        assertEquals(Stage.HANDING_OVER, member.stage());
    }

    @Test
    void aNewRunOfTheOtherIsNotTheSilentOne() {
        TestMember member = unfitHeir().passes(600).applied().passes(500).members(anew());
        assertEquals(Stage.HANDING_OVER, member.stage());
    }

    @Test
    void oneThatGoesOnFailingIsToldOnce() {
        TestMember member = unfitHeir().passes(600).applied().gatewayAnswers();
        assertTrue(member.did().contains("error"));
        List<String> did =
                member.check(false).passes(500).check(false).passes(500).did();
        assertFalse(did.contains("error"), did::toString);
    }

    private static TestMember unfitHeir() {
        TestMember member = heir(checked(true)).check(false);
        assertTrue(member.did().contains(UNFIT), member.did().toString());
        return member.heartbeat(4).forget();
    }

    private static TestMember ofAVacantTenure(Member other) {
        TestMember member = starting(checked(false))
                .check(false)
                .members(other)
                .joins(new VersionedTenure(Tenure.NONE, 0))
                .members(other)
                .forget();
        return member.passes(4_000);
    }

    /** The other one after a restart. */
    private static Member anew() {
        Member before = fit(B);
        return new Member(
                before.node(),
                "2",
                before.host(),
                before.version(),
                before.networkInterface(),
                before.macs(),
                before.addresses(),
                before.peerEndpoints(),
                before.promise(),
                before.restart(),
                before.fit(),
                before.unfitBecause(),
                before.readyFor());
    }
}
