package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.A;
import static io.arpfailover.coordinator.tenure.Samples.B;
import static io.arpfailover.coordinator.tenure.Samples.G;
import static io.arpfailover.coordinator.tenure.Samples.LEASE;
import static io.arpfailover.coordinator.tenure.Samples.SESSION;
import static io.arpfailover.coordinator.tenure.Samples.T;
import static io.arpfailover.coordinator.tenure.Samples.TIMING;
import static io.arpfailover.coordinator.tenure.Samples.applied;
import static io.arpfailover.coordinator.tenure.Samples.at;
import static io.arpfailover.coordinator.tenure.Samples.beat;
import static io.arpfailover.coordinator.tenure.Samples.call;
import static io.arpfailover.coordinator.tenure.Samples.heldBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Answer.Refusal;
import io.arpfailover.coordinator.tenure.Answer.Refused;
import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.TenureEffect.KeepPromise;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseUntil;
import io.arpfailover.coordinator.tenure.TenureEffect.Reread;
import io.arpfailover.coordinator.tenure.TenureEffect.SendAck;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A heir and its promises: member {@code a}, while {@code b} holds in epoch 4, PAIRED, read at 0 ms. */
class HeirTest {
    private static final Tenure TAKEN = new Tenure(Optional.of(A), 5, Mode.SOLO, Optional.of(B), 0, "b is silent");

    private final TenureProtocol protocol = new TenureProtocol(A, TIMING, true);

    private void heir() {
        heir(-1000);
    }

    private void heir(long promisedUntil) {
        protocol.restarted(at(promisedUntil), at(0));
        protocol.registered(SESSION, at(0));
        protocol.members(Set.of(A, B));
        assertEquals(List.of(), protocol.read(heldBy(B, 4, Mode.PAIRED), at(0)));
    }

    private static Heartbeat heartbeat(long epoch) {
        return new Heartbeat(epoch, at(777_777), T);
    }

    private static List<TenureEffect> acked(Heartbeat heartbeat) {
        return List.of(new SendAck(Ack.of(heartbeat)));
    }

    // ---- promises

    @Test
    void rule2_promisesOnePerCentLongerThanItIsAskedFor() {
        heir();
        assertEquals(acked(heartbeat(4)), protocol.heartbeatSeen(heartbeat(4), at(10)));
        assertEquals(Optional.of(at(515)), protocol.promisedUntil());
        assertEquals(Standing.HELD_BY_OTHER, protocol.standing());
    }

    @Test
    void fromSilenceOverSuspicionToTheEndOfThePromise() {
        heir();
        protocol.heartbeatSeen(heartbeat(4), at(10));
        assertEquals(at(260), protocol.nextTimeout());
        assertEquals(List.of(), protocol.onTimeout(at(260)));
        assertEquals(Standing.SUSPECTED, protocol.standing());
        assertEquals(at(515), protocol.nextTimeout());
        assertEquals(List.of(), protocol.onTimeout(at(514)));
        assertFalse(protocol.mayClaim());
        protocol.onTimeout(at(515));
        assertEquals(Standing.ABANDONED, protocol.standing());
        assertTrue(protocol.mayClaim());
        assertEquals(MonotonicTime.NEVER, protocol.nextTimeout());
    }

    @Test
    void aHeartbeatEndsTheSuspicion() {
        heir();
        protocol.heartbeatSeen(heartbeat(4), at(10));
        protocol.onTimeout(at(260));
        assertEquals(acked(heartbeat(4)), protocol.heartbeatSeen(heartbeat(4), at(300)));
        assertEquals(Standing.HELD_BY_OTHER, protocol.standing());
        assertEquals(at(550), protocol.nextTimeout());
    }

    /** Rule 3: b's member node may still be there. */
    @Test
    void takesAPairedTenureByVersionAloneAndEarnsALeaseFromWhenItsCallLeft() {
        heir();
        protocol.onTimeout(at(250));
        CompareAndSet claim = new CompareAndSet(1, 40, TAKEN, Optional.empty());
        assertEquals(List.of(claim), protocol.claim("b is silent", at(255)));
        assertEquals(
                List.of(new LeaseUntil(at(255).plus(LEASE), false), beat(5, 260)),
                protocol.answered(1, applied(claim), at(260)));
    }

    @Test
    void rule8_aRestartedAgentSupposesThatItPromised() {
        heir(505);
        protocol.onTimeout(at(250));
        assertEquals(Standing.SUSPECTED, protocol.standing());
        assertEquals(at(505), protocol.nextTimeout());
        assertEquals(List.of(), protocol.claim("too early", at(504)));
        protocol.onTimeout(at(505));
        assertTrue(protocol.mayClaim());
    }

    @Test
    void untilItIsToldWhatWasPromisedItHasPromisedForEver() {
        protocol.registered(SESSION, at(0));
        protocol.read(heldBy(B, 4, Mode.PAIRED), at(0));
        protocol.onTimeout(at(250));
        protocol.onTimeout(at(3_600_000));
        assertEquals(Standing.SUSPECTED, protocol.standing());
        assertFalse(protocol.mayClaim());
    }

    @Test
    void askedForMoreThanTheLongPromiseItDoesNotAnswer() {
        heir();
        Heartbeat tooLong = new Heartbeat(4, at(777_777), G.plusNanos(1));
        assertEquals(List.of(), protocol.heartbeatSeen(tooLong, at(10)));
        assertEquals(Optional.empty(), protocol.promisedUntil());
    }

    /** The members may be told of their disagreement about T a moment later; what is asked for is what is promised. */
    @Test
    void aShorterPromiseIsGivenAsAsked() {
        heir();
        Heartbeat shorter = new Heartbeat(4, at(777_777), Duration.ofMillis(100));
        assertEquals(acked(shorter), protocol.heartbeatSeen(shorter, at(10)));
        assertEquals(Optional.of(at(111)), protocol.promisedUntil());
    }

    @Test
    void promisesWithoutASessionToo() {
        heir();
        protocol.sessionLost(at(5));
        assertEquals(acked(heartbeat(4)), protocol.heartbeatSeen(heartbeat(4), at(10)));
        protocol.onTimeout(at(3_000));
        assertEquals(Standing.UNCERTAIN, protocol.standing());
        assertFalse(protocol.mayClaim());
    }

    @Test
    void backInASessionItTakesOverAtOnceWhatWasAbandonedMeanwhile() {
        heir();
        protocol.sessionLost(at(5));
        protocol.onTimeout(at(250));
        assertEquals(List.of(new Reread()), protocol.registered(SESSION, at(3_000)));
        protocol.read(heldBy(B, 4, Mode.PAIRED), at(3_005));
        assertTrue(protocol.mayClaim());
    }

    /** Frozen itself, it finds its promise over and the holder silent before it comes to the heartbeats that wait. */
    @Test
    void whoWakesLateListensBeforeItSuspects() {
        heir();
        protocol.heartbeatSeen(heartbeat(4), at(10));
        assertEquals(List.of(), protocol.onTimeout(at(710)));
        assertEquals(Standing.HELD_BY_OTHER, protocol.standing());
        assertFalse(protocol.mayClaim());
        assertEquals(acked(heartbeat(4)), protocol.heartbeatSeen(heartbeat(4), at(711)));
        assertEquals(Standing.HELD_BY_OTHER, protocol.standing());
    }

    @Test
    void whoWakesLateAndHearsNothingClaimsAFifthOfTLater() {
        heir();
        protocol.heartbeatSeen(heartbeat(4), at(10));
        protocol.onTimeout(at(710));
        assertEquals(at(810), protocol.nextTimeout());
        protocol.onTimeout(at(810));
        assertTrue(protocol.mayClaim());
    }

    // ---- heartbeats that cannot be answered yet

    @Test
    void rule11_anUnknownEpochIsReadBeforeItIsAcked() {
        heir();
        assertEquals(List.of(new Reread()), protocol.heartbeatSeen(heartbeat(5), at(10)));
        assertEquals(acked(heartbeat(5)), protocol.read(heldBy(B, 5, Mode.PAIRED), at(259)));
        assertEquals(Optional.of(at(764)), protocol.promisedUntil());
    }

    @Test
    void rule11_readTooLateItIsNotAckedAnyMore() {
        heir();
        protocol.heartbeatSeen(heartbeat(5), at(10));
        assertEquals(List.of(), protocol.read(heldBy(B, 5, Mode.PAIRED), at(260)));
    }

    @Test
    void rule11_anEpochThatWasIsNotAcked() {
        heir();
        protocol.read(heldBy(B, 6, Mode.PAIRED), at(5));
        assertEquals(List.of(), protocol.heartbeatSeen(heartbeat(4), at(10)));
        assertEquals(Optional.empty(), protocol.promisedUntil());
    }

    @Test
    void rule11_whoeverIsNotNamedIsNotAcked() {
        heir();
        protocol.read(heldBy(A, 5, Mode.PAIRED), at(5));
        assertEquals(List.of(), protocol.heartbeatSeen(heartbeat(5), at(10)));
        assertEquals(Optional.empty(), protocol.promisedUntil());
    }

    @Test
    void heldBackWhileAClaimIsOutAndForgottenWhenItSucceeds() {
        heir();
        protocol.onTimeout(at(250));
        CompareAndSet claim = call(protocol.claim("b is silent", at(255)));
        assertEquals(List.of(), protocol.heartbeatSeen(heartbeat(4), at(256)));
        assertEquals(
                List.of(new LeaseUntil(at(255).plus(LEASE), false), beat(5, 260)),
                protocol.answered(1, applied(claim), at(260)));
        assertEquals(Optional.empty(), protocol.promisedUntil());
    }

    @Test
    void heldBackWhileAClaimIsOutAndAckedWhenItFails() {
        heir();
        protocol.onTimeout(at(250));
        protocol.claim("b is silent", at(255));
        protocol.heartbeatSeen(heartbeat(4), at(256));
        assertEquals(
                List.of(new SendAck(Ack.of(heartbeat(4))), new Reread()),
                protocol.answered(1, new Refused(Refusal.STALE), at(260)));
        assertFalse(protocol.mayClaim());
    }

    @Test
    void ackedOnceOnly() {
        heir();
        protocol.heartbeatSeen(heartbeat(4), at(10));
        assertEquals(List.of(), protocol.read(heldBy(B, 4, Mode.PAIRED), at(11)));
    }

    // ---- the long promise

    private static final Heartbeat LONG = new Heartbeat(4, at(777_777), G);

    @Test
    void rule8_theLongPromiseIsWrittenDownBeforeItIsGiven() {
        heir();
        Optional<MonotonicTime> before = protocol.promisedUntil();
        assertEquals(List.of(new KeepPromise(LONG, at(10_110))), protocol.heartbeatSeen(LONG, at(10)));
        assertEquals(before, protocol.promisedUntil(), "what is not given binds nobody");
        assertEquals(List.of(), protocol.heartbeatSeen(LONG, at(11)), "its copy on another path");
        assertEquals(acked(LONG), protocol.promiseKept(LONG, at(40)));
        assertEquals(Optional.of(at(10_110)), protocol.promisedUntil());
    }

    /** A disk of 8 s must not make 18 s of it: the holder counts from when it asked. */
    @Test
    void theLongPromiseCountsFromWhenItWasAskedForHoweverSlowTheDisk() {
        heir();
        protocol.heartbeatSeen(LONG, at(10));
        assertEquals(acked(LONG), protocol.promiseKept(LONG, at(8_000)));
        assertEquals(Optional.of(at(10_110)), protocol.promisedUntil());
    }

    @Test
    void theLongPromiseIsNotGivenWhenItIsNearlyOverBeforeItIsWritten() {
        heir();
        protocol.heartbeatSeen(LONG, at(10));
        assertEquals(acked(LONG), protocol.promiseKept(LONG, at(9_859)));
        assertEquals(List.of(), protocol.promiseKept(LONG, at(9_860)));
    }

    /** Asked again while the first is being written: both acks may be on their way, so the later end counts. */
    @Test
    void theLatestLongPromiseAskedForBindsWhicheverIsWritten() {
        heir();
        Heartbeat again = new Heartbeat(4, at(778_277), G);
        protocol.heartbeatSeen(LONG, at(10));
        assertEquals(List.of(new KeepPromise(again, at(10_610))), protocol.heartbeatSeen(again, at(510)));
        assertEquals(acked(LONG), protocol.promiseKept(LONG, at(600)));
        assertEquals(Optional.of(at(10_610)), protocol.promisedUntil());
    }

    @Test
    void theShortOnesAreGivenMeanwhileAndShortenNothing() {
        heir();
        protocol.heartbeatSeen(LONG, at(10));
        assertEquals(acked(heartbeat(4)), protocol.heartbeatSeen(heartbeat(4), at(10)));
        protocol.promiseKept(LONG, at(10));
        assertEquals(acked(heartbeat(4)), protocol.heartbeatSeen(heartbeat(4), at(100)));
        assertEquals(Optional.of(at(10_110)), protocol.promisedUntil());
    }

    @Test
    void theLongPromiseKeepsItFromClaimingHoweverSilentTheHolder() {
        heir();
        protocol.heartbeatSeen(LONG, at(10));
        protocol.promiseKept(LONG, at(10));
        protocol.onTimeout(at(260));
        protocol.onTimeout(at(10_109));
        assertEquals(Standing.SUSPECTED, protocol.standing());
        protocol.onTimeout(at(10_110));
        assertTrue(protocol.mayClaim());
    }

    @Test
    void theLongPromiseIsNotGivenWhenTheTenureMovedMeanwhile() {
        heir();
        protocol.heartbeatSeen(LONG, at(10));
        protocol.read(heldBy(B, 6, Mode.PAIRED), at(20));
        assertEquals(List.of(), protocol.promiseKept(LONG, at(40)));
    }

    @Test
    void theLongPromiseIsNotGivenByOneThatIsNamedMeanwhile() {
        heir();
        protocol.heartbeatSeen(LONG, at(10));
        protocol.read(heldBy(A, 5, Mode.PAIRED), at(20));
        assertEquals(List.of(), protocol.promiseKept(LONG, at(40)));
    }

    @Test
    void theLongPromiseIsNotGivenWhileACallIsOut() {
        heir();
        protocol.onTimeout(at(250));
        protocol.claim("b is silent", at(255));
        assertEquals(List.of(), protocol.promiseKept(LONG, at(256)));
        assertEquals(Optional.empty(), protocol.promisedUntil());
    }
}
