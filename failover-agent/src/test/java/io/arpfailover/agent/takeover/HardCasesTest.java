package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static io.arpfailover.agent.takeover.TestMember.GATEWAY;
import static io.arpfailover.agent.takeover.TestMember.fit;
import static io.arpfailover.agent.takeover.TestMember.heir;
import static io.arpfailover.agent.takeover.TestMember.heldBy;
import static io.arpfailover.agent.takeover.TestMember.pairedBy;
import static io.arpfailover.agent.takeover.TestMember.pairedHolder;
import static io.arpfailover.agent.takeover.TestMember.peered;
import static io.arpfailover.agent.takeover.TestMember.settings;
import static io.arpfailover.agent.takeover.TestMember.unstarted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Cases that went wrong once. */
class HardCasesTest {
    private static final TakeoverSettings ALONE = settings(DefencePolicy.ONCE, Optional.of(GATEWAY));

    @Test
    void aLanThatFellQuietDoesNotKeepTheLoopBusy() {
        TestMember member = heir();
        Heartbeat last = new Heartbeat(4, member.now(), PromiseTiming.DEFAULT.promise());
        member.hears(new Event.HeartbeatSeen(last, true, true)).passes(1_000);
        assertTrue(member.now().isBefore(member.takeover.nextTimeout()));
    }

    /** What the last run left serves for 20 s yet; ZooKeeper says that the tenure is ours, and answers nothing else. */
    @Test
    void takingUpTheLastRunsRestEndsWhenZooKeeperDoesNotAnswer() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> unstarted(ALONE)
                        .inherits(true, Duration.ofSeconds(20))
                        .joins(heldBy(A, 4), Duration.ofSeconds(40))
                        .passes(10_000));
    }

    /** Half a second and its margin, of which starting has used 300 ms. */
    @Test
    void whatTheLastRunIsSupposedToHavePromisedCountsFromItsEnd() {
        TestMember member = unstarted(peered());
        MonotonicTime gone = member.now().minus(Duration.ofMillis(300));
        member.hears(new Event.EarlierRun(false, Optional.empty(), Optional.empty(), gone));
        assertEquals(Optional.of(Duration.ofMillis(205)), member.status().promiseLeft());
    }

    /** It had the address until 10 s ago, and knows nothing of what came since. */
    @Test
    void afterALongFreezeItLooksOnTheWireAgain() {
        TestMember member = pairedHolder().passes(60_000);
        member.acks(false).forget().isPausedFor(10_000);
        assertEquals(Stage.PROBING, member.stage());
    }

    @Test
    void theDelayOfAFailBackBeginsAnewWithEachHolding() {
        TestMember member = pairedHolder(settings(
                List.of(TestMember.VIP),
                DefencePolicy.ONCE,
                Optional.of(GATEWAY),
                true,
                new Failback.Preferred(B, Duration.ofSeconds(5)),
                100));
        member.passes(5_000).forget();
        member.reads(pairedBy(B, 5)).heartbeat(5).passes(30_000); // b has it back, serves, and falls silent
        member.forget().applied().passes(1_000);
        assertEquals(Stage.HOLDING, member.stage());
        assertFalse(member.did().contains("request b"));
    }

    @Test
    void whoeverCouldNotSetTheLifetimeHasNotLeftTheKernelServing() {
        TestMember member = pairedHolder().assigningFails().hears(new Event.StopAsked(true));
        assertEquals(Stage.STOPPED, member.stage());
        assertFalse(member.takeover.hasLeftServing());
    }

    @Test
    void theFirstLookIsDueInRepresentableTime() {
        TestMember member = unstarted(peered()).inherits(true, Duration.ofSeconds(2));
        member.hears(new Event.Registered(TestMember.SESSION));
        member.hears(new Event.IntentRead(Intent.NONE));
        List<Member> members = List.of(fit(A), fit(B));
        new Event.MembersRead(members).applyTo(member.takeover, member.now());
        new Event.TenureRead(pairedBy(B, 4)).applyTo(member.takeover, member.now());
        Duration wait = member.now().until(member.takeover.nextTimeout());
        assertTrue(wait.compareTo(Duration.ofSeconds(1)) < 0, wait.toString());
    }

    @Test
    void aHeirWhoseSuspicionPassedStillSeesStrangers() {
        TestMember member = heir().passes(300).heartbeat(4).forget();
        assertEquals(Stage.STANDBY, member.stage());
        member.strangerAppears();
        assertTrue(member.did().contains("error"));
    }
}
