package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static io.arpfailover.agent.takeover.TestMember.fit;
import static io.arpfailover.agent.takeover.TestMember.heldBy;
import static io.arpfailover.agent.takeover.TestMember.pairedBy;
import static io.arpfailover.agent.takeover.TestMember.unfit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each standing is an occasion for: for a fit member, one that fails a check, one in maintenance, and a pause. */
class OccasionTest {
    private static final VersionedTenure VACANT = new VersionedTenure(Tenure.NONE, 0);

    private final Parts parts = new Parts(TestMember.checked(true), new SplittableRandom(1));
    private MonotonicTime now = new MonotonicTime(1_000_000_000);

    @ParameterizedTest
    @CsvSource({
        "UNCERTAIN,     '',                                '',                                ''",
        "NAMED,         the tenure names us,               the tenure names us,               the tenure names us",
        "VACANT,        nobody holds the addresses,        '',                                ''",
        "HELD_BY_OTHER, '',                                '',                                ''",
        "SUSPECTED,     no heartbeat from b,               no heartbeat from b,               ''",
        "ABANDONED,     no heartbeat from b,               no heartbeat from b,               ''"
    })
    void ofAMemberThatIs(Standing standing, String fit, String failing, String inMaintenance) {
        stand(standing, fit(B));
        assertEquals(fit, occasion());
        parts.around.intentRead(Intent.NONE.inMaintenance(A));
        assertEquals(inMaintenance, occasion());
        parts.around.intentRead(Intent.NONE.paused("someone"));
        assertEquals(standing == Standing.NAMED ? fit : "", occasion());
        parts.around.intentRead(Intent.NONE);
        parts.fitness.checked(CheckResult.failed("web", "down"), now);
        assertEquals(failing, occasion());
    }

    @ParameterizedTest
    @CsvSource({"SUSPECTED, false, no heartbeat from b", "HELD_BY_OTHER, false, switchover asked"})
    void ofAFitMemberThatIsAsked(Standing standing, boolean force, String occasion) {
        stand(standing, fit(B));
        ask(force);
        assertEquals(occasion, occasion());
    }

    @ParameterizedTest
    @CsvSource({"false, ''", "true, switchover asked"})
    void ofAFailingMemberThatIsAsked(boolean force, String occasion) {
        stand(Standing.HELD_BY_OTHER, fit(B));
        parts.fitness.checked(CheckResult.failed("web", "down"), now);
        ask(force);
        assertEquals(occasion, occasion());
    }

    @ParameterizedTest
    @CsvSource({"true, ''", "false, nobody holds the addresses"})
    void ofAFailingMemberWhenNobodyHolds(boolean otherFit, String occasion) {
        stand(Standing.VACANT, otherFit ? fit(B) : unfit(B, "check web failed"));
        parts.fitness.checked(CheckResult.failed("web", "down"), now);
        assertEquals(occasion, occasion());
    }

    @ParameterizedTest
    @CsvSource("the session of b has ended")
    void ofASoloHolderWhoseNodeIsGone(String occasion) {
        join(heldBy(B, 4));
        assertEquals(Standing.ABANDONED, parts.tenure.standing());
        assertEquals(occasion, occasion());
    }

    private String occasion() {
        return Occasion.of(parts).orElse("");
    }

    private void ask(boolean force) {
        parts.request.read(Intent.NONE, now);
        Switchover asked = Switchover.asked("s1", A, "test", force);
        parts.request.read(new Intent(Optional.empty(), Set.of(), Optional.of(asked)), now);
    }

    private void stand(Standing standing, Member other) {
        switch (standing) {
            case UNCERTAIN -> {}
            case NAMED -> join(pairedBy(A, 4), other);
            case VACANT -> join(VACANT, other);
            case HELD_BY_OTHER -> join(heldBy(B, 4), other);
            case SUSPECTED -> {
                parts.tenure.restarted(now.plus(Duration.ofSeconds(10)), now);
                join(pairedBy(B, 4), other);
                pass(Duration.ofSeconds(1));
            }
            case ABANDONED -> {
                join(pairedBy(B, 4), other);
                pass(Duration.ofSeconds(1));
            }
            case LEASED -> throw new IllegalArgumentException("no occasion for one that serves");
        }
        assertEquals(standing, parts.tenure.standing());
    }

    private void join(VersionedTenure tenure, Member... others) {
        parts.tenure.restarted(
                MonotonicTime.latest(now, parts.tenure.promisedUntil().orElse(now)), now);
        parts.tenure.registered(TestMember.SESSION, now);
        parts.tenure.read(tenure, now);
        parts.around.registered();
        parts.around.membersRead(List.of(others));
        parts.tenure.members(List.of(others).stream().map(Member::node).collect(Collectors.toUnmodifiableSet()));
    }

    /** Turns whenever something is due, as the loop does: a machine that slept would listen first. */
    private void pass(Duration time) {
        MonotonicTime end = now.plus(time);
        while (parts.tenure.nextTimeout().isBefore(end)) {
            now = MonotonicTime.latest(now, parts.tenure.nextTimeout());
            parts.tenure.onTimeout(now);
        }
        now = end;
        parts.tenure.onTimeout(now);
    }
}
