package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.A;
import static io.arpfailover.coordinator.tenure.Samples.B;
import static io.arpfailover.coordinator.tenure.Samples.G;
import static io.arpfailover.coordinator.tenure.Samples.SESSION;
import static io.arpfailover.coordinator.tenure.Samples.T;
import static io.arpfailover.coordinator.tenure.Samples.TIMING;
import static io.arpfailover.coordinator.tenure.Samples.ack;
import static io.arpfailover.coordinator.tenure.Samples.applied;
import static io.arpfailover.coordinator.tenure.Samples.at;
import static io.arpfailover.coordinator.tenure.Samples.beat;
import static io.arpfailover.coordinator.tenure.Samples.call;
import static io.arpfailover.coordinator.tenure.Samples.heldBy;
import static io.arpfailover.coordinator.tenure.Samples.longBeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Answer.Refusal;
import io.arpfailover.coordinator.tenure.Answer.Refused;
import io.arpfailover.coordinator.tenure.Answer.Unknown;
import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseOver;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseUntil;
import io.arpfailover.coordinator.tenure.TenureEffect.Reread;
import io.arpfailover.coordinator.tenure.TenureEffect.SendAck;
import io.arpfailover.coordinator.tenure.TenureEffect.SendHandover;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A holder whose lease rests on the heir's promises: member {@code a} in epoch 4, PAIRED, seeking since 0 ms. */
class PairedHolderTest {
    private static final Tenure SOLO_AGAIN = new Tenure(Optional.of(A), 4, Mode.SOLO, Optional.of(B), 1, "test");
    private static final Tenure HANDED = new Tenure(Optional.of(B), 5, Mode.PAIRED, Optional.of(A), 0, "asked");
    private static final SendHandover TOLD = new SendHandover(new Handover(5, 41, 0, "asked"));

    private final TenureProtocol protocol = new TenureProtocol(A, TIMING, true);

    private List<TenureEffect> seekSinceZero(long promisedUntil) {
        protocol.restarted(at(promisedUntil), at(-1000));
        protocol.registered(SESSION, at(-1000));
        protocol.members(Set.of(A, B));
        protocol.read(heldBy(A, 4, Mode.PAIRED), at(-1000));
        return protocol.claim("again", at(0));
    }

    /** Its heartbeats of 0 ms and 50 ms are answered; the next is due at 150 ms, and the lease ends at 550 ms. */
    private void leased() {
        seekSinceZero(-1000);
        protocol.ackSeen(ack(4, 0), at(2));
        protocol.onTimeout(at(50));
        protocol.ackSeen(ack(4, 50), at(52));
    }

    /** All it does by itself until then, each heartbeat answered at once. */
    private List<TenureEffect> answeredUntil(long millis) {
        List<TenureEffect> did = new ArrayList<>();
        while (at(millis).hasReached(protocol.nextTimeout())) {
            MonotonicTime due = protocol.nextTimeout();
            for (TenureEffect effect : protocol.onTimeout(due)) {
                did.add(effect);
                if (effect instanceof TenureEffect.SendHeartbeat sent) {
                    did.addAll(protocol.ackSeen(Ack.of(sent.heartbeat()), due));
                }
            }
        }
        return did;
    }

    /** All it does by itself until then, nobody answering. */
    private List<TenureEffect> unansweredUntil(long millis) {
        List<TenureEffect> did = new ArrayList<>();
        while (at(millis).hasReached(protocol.nextTimeout())) {
            did.addAll(protocol.onTimeout(protocol.nextTimeout()));
        }
        return did;
    }

    // ---- heartbeats

    @Test
    void withoutALeaseItAsksTwiceAsOften() {
        assertEquals(List.of(beat(4, 0)), seekSinceZero(-1000));
        assertEquals(List.of(beat(4, 50), beat(4, 100), beat(4, 150), beat(4, 200)), unansweredUntil(249));
    }

    @Test
    void withALeaseEveryFifthOfAPromise() {
        leased();
        assertEquals(
                List.of(
                        beat(4, 150),
                        new LeaseUntil(at(650), true),
                        beat(4, 250),
                        new LeaseUntil(at(750), true),
                        beat(4, 350),
                        new LeaseUntil(at(850), true)),
                answeredUntil(449));
    }

    @Test
    void anHourWithoutAWordToZooKeeper() {
        leased();
        List<TenureEffect> did = answeredUntil(3_600_000);
        assertTrue(did.stream().noneMatch(CompareAndSet.class::isInstance));
        assertTrue(did.stream().noneMatch(Reread.class::isInstance));
        assertEquals(2 * 35_999, did.size());
    }

    // ---- what an ack is worth

    @Test
    void countsFromWhenTheHeartbeatLeft() {
        seekSinceZero(-1000);
        assertEquals(List.of(new LeaseUntil(at(500), false)), protocol.ackSeen(ack(4, 0), at(300)));
        assertEquals(Standing.LEASED, protocol.standing());
        assertTrue(protocol.isAnswered());
    }

    @Test
    void aLateAckIsWorthNothing() {
        seekSinceZero(-1000);
        assertEquals(List.of(), protocol.ackSeen(ack(4, 0), at(376)));
        assertEquals(Standing.NAMED, protocol.standing());
    }

    @Test
    void acksOvertakenOnTheWayShortenNothing() {
        leased();
        protocol.onTimeout(at(150));
        protocol.onTimeout(at(250));
        assertEquals(List.of(new LeaseUntil(at(750), true)), protocol.ackSeen(ack(4, 250), at(252)));
        assertEquals(List.of(), protocol.ackSeen(ack(4, 150), at(253)));
        assertEquals(Optional.of(at(750)), protocol.leaseEnd());
    }

    @Test
    void theSecondAckOfAHeartbeatIsOfNoUse() {
        seekSinceZero(-1000);
        protocol.ackSeen(ack(4, 0), at(2));
        assertEquals(List.of(), protocol.ackSeen(ack(4, 0), at(3)));
    }

    @Test
    void acksOfHeartbeatsNeverSentAreWorthNothing() {
        seekSinceZero(-1000);
        assertEquals(List.of(), protocol.ackSeen(ack(4, 1), at(2)));
        assertEquals(List.of(), protocol.ackSeen(new Ack(4, at(0), G), at(2)));
        assertEquals(Standing.NAMED, protocol.standing());
    }

    @Test
    void rule11_acksOfAnotherEpochAreWorthNothing() {
        seekSinceZero(-1000);
        assertEquals(List.of(), protocol.ackSeen(ack(3, 0), at(2)));
        assertEquals(List.of(), protocol.ackSeen(ack(5, 0), at(2)));
    }

    @Test
    void rule11_acksOfTheEpochBeforeAreWorthNothing() {
        leased();
        protocol.onTimeout(at(150));
        protocol.read(heldBy(B, 5, Mode.PAIRED), at(151));
        protocol.read(heldBy(A, 6, Mode.PAIRED), at(152));
        assertEquals(List.of(beat(6, 153)), protocol.claim("handed back", at(153)));
        assertEquals(List.of(), protocol.ackSeen(ack(4, 150), at(154)));
        assertEquals(List.of(), protocol.ackSeen(ack(6, 150), at(154)));
        assertEquals(List.of(new LeaseUntil(at(653), false)), protocol.ackSeen(ack(6, 153), at(155)));
    }

    @Test
    void acksAreWorthNothingToOneThatLetGo() {
        leased();
        protocol.onTimeout(at(150));
        assertEquals(List.of(new LeaseOver("a stranger")), protocol.dropLease("a stranger"));
        assertEquals(List.of(), protocol.ackSeen(ack(4, 150), at(152)));
        assertEquals(MonotonicTime.NEVER, protocol.nextTimeout());
    }

    @Test
    void rule10_aLateTurnLosesTheLeaseBeforeAnyHeartbeat() {
        leased();
        assertEquals(List.of(new LeaseOver("it ran out before anybody confirmed it")), protocol.onTimeout(at(550)));
        assertEquals(Standing.NAMED, protocol.standing());
    }

    // ---- the heir falls silent

    @Test
    void rule5_afterASilenceItGoesSoloAndHasNoLeaseByThatUntilItIsAnswered() {
        leased();
        assertEquals(List.of(beat(4, 150), beat(4, 250)), unansweredUntil(301));
        CompareAndSet solo = new CompareAndSet(1, 40, SOLO_AGAIN, Optional.empty());
        assertEquals(List.of(solo), protocol.onTimeout(at(302)));
        assertEquals(Optional.of(at(550)), protocol.leaseEnd());
        assertEquals(
                List.of(new LeaseUntil(at(302).plus(Samples.LEASE), true)),
                protocol.answered(1, applied(solo), at(320)));
        assertEquals(Mode.SOLO, protocol.tenure().orElseThrow().mode());
        assertFalse(protocol.isAnswered());
    }

    @Test
    void theLeaseEndsWhenGoingSoloIsNotAnsweredInTime() {
        leased();
        List<TenureEffect> did = unansweredUntil(10_000);
        assertEquals(new LeaseOver("it ran out before anybody confirmed it"), did.get(did.size() - 1));
        assertEquals(Standing.NAMED, protocol.standing());
    }

    @Test
    void rule2_itGoesSoloOnlyWhenItsOwnPromiseIsOver() {
        seekSinceZero(600);
        assertTrue(unansweredUntil(599).stream().noneMatch(CompareAndSet.class::isInstance));
        assertEquals(SOLO_AGAIN, call(protocol.onTimeout(at(600))).next());
    }

    @Test
    void heardAgainWhileItGoesSoloItServesByBoth() {
        leased();
        CompareAndSet solo = call(unansweredUntil(302));
        assertEquals(List.of(new LeaseUntil(at(750), true)), protocol.ackSeen(ack(4, 250), at(303)));
        assertEquals(List.of(new LeaseUntil(at(2902), true)), protocol.answered(solo.call(), applied(solo), at(304)));
    }

    // ---- ZooKeeper goes away

    @Test
    void theEndOfTheSessionCostsNothingWhileTheHeirAnswers() {
        leased();
        assertEquals(List.of(), protocol.sessionLost(at(60)));
        List<TenureEffect> did = answeredUntil(60_000);
        assertTrue(did.stream().allMatch(e -> e instanceof TenureEffect.SendHeartbeat || e instanceof LeaseUntil));
        assertEquals(Standing.LEASED, protocol.standing());
    }

    @Test
    void withoutZooKeeperASilenceEndsTheLease() {
        leased();
        protocol.sessionLost(at(60));
        assertEquals(
                List.of(
                        beat(4, 150),
                        beat(4, 250),
                        beat(4, 350),
                        beat(4, 450),
                        new LeaseOver("it ran out before anybody confirmed it")),
                unansweredUntil(60_000));
    }

    @Test
    void withoutZooKeeperItTakesALeaseUpAgainByAnAck() {
        leased();
        protocol.sessionLost(at(60));
        unansweredUntil(1_000);
        assertTrue(protocol.mayClaim());
        assertEquals(List.of(beat(4, 1_000)), protocol.claim("again", at(1_000)));
        assertEquals(List.of(new LeaseUntil(at(1_500), false)), protocol.ackSeen(ack(4, 1_000), at(1_002)));
    }

    @Test
    void backInASessionItReadsAndServesOn() {
        leased();
        protocol.sessionLost(at(60));
        assertEquals(List.of(new Reread()), protocol.registered(SESSION, at(70)));
        assertEquals(List.of(), protocol.read(heldBy(A, 4, Mode.PAIRED), at(75)));
        assertEquals(Optional.of(at(550)), protocol.leaseEnd());
    }

    // ---- another holds the tenure

    @Test
    void rule9_aHigherEpochFromTheOtherEndsTheLease() {
        leased();
        Heartbeat higher = new Heartbeat(5, at(777), T);
        assertEquals(
                List.of(new LeaseOver("the other member holds epoch 5"), new Reread()),
                protocol.heartbeatSeen(higher, at(60)));
        assertEquals(List.of(new SendAck(Ack.of(higher))), protocol.read(heldBy(B, 5, Mode.PAIRED), at(65)));
        assertEquals(Standing.HELD_BY_OTHER, protocol.standing());
        assertEquals(Optional.of(at(570)), protocol.promisedUntil());
    }

    @Test
    void aLowerEpochFromTheOtherIsNotAnswered() {
        leased();
        assertEquals(List.of(), protocol.heartbeatSeen(new Heartbeat(3, at(777), T), at(60)));
        assertEquals(List.of(), protocol.heartbeatSeen(new Heartbeat(4, at(777), T), at(60)));
        assertEquals(Standing.LEASED, protocol.standing());
    }

    @Test
    void rule9_aReadingThatNamesTheOtherEndsTheLease() {
        leased();
        assertEquals(
                List.of(new LeaseOver("b holds the tenure, epoch 5")),
                protocol.read(heldBy(B, 5, Mode.PAIRED), at(60)));
    }

    // ---- handing over

    @Test
    void handingOverItServesUntilTheAnswer() {
        leased();
        CompareAndSet handOver = new CompareAndSet(1, 40, HANDED, Optional.empty());
        assertEquals(List.of(handOver), protocol.handOver(B, "asked", at(60)));
        protocol.onTimeout(at(150));
        assertEquals(List.of(new LeaseUntil(at(650), true)), protocol.ackSeen(ack(4, 150), at(152)));
        assertEquals(
                List.of(TOLD, new LeaseOver("handed to b: asked")), protocol.answered(1, applied(handOver), at(155)));
        assertEquals(Standing.HELD_BY_OTHER, protocol.standing());
        assertEquals(at(405), protocol.nextTimeout());
    }

    /** Release and promise in one: the new holder's first heartbeat is answered at once. */
    @Test
    void handedOverItPromisesAtTheFirstHeartbeat() {
        leased();
        CompareAndSet handOver = call(protocol.handOver(B, "asked", at(60)));
        Heartbeat first = new Heartbeat(5, at(777), T);
        assertEquals(
                List.of(new LeaseOver("the other member holds epoch 5"), new Reread()),
                protocol.heartbeatSeen(first, at(62)));
        assertEquals(List.of(TOLD, new SendAck(Ack.of(first))), protocol.answered(1, applied(handOver), at(63)));
    }

    @Test
    void refusedItServesOnAndTriesAgainAtTheNewVersion() {
        leased();
        protocol.handOver(B, "asked", at(60));
        assertEquals(List.of(new Reread()), protocol.answered(1, new Refused(Refusal.STALE), at(62)));
        assertEquals(Standing.LEASED, protocol.standing());
        VersionedTenure seen = new VersionedTenure(heldBy(A, 4, Mode.PAIRED).tenure(), 41);
        assertEquals(List.of(new CompareAndSet(2, 41, HANDED, Optional.empty())), protocol.read(seen, at(64)));
    }

    @Test
    void rule7_whenTheAnswerIsLostAcksCountOn() {
        leased();
        protocol.handOver(B, "asked", at(60));
        assertEquals(List.of(new Reread()), protocol.answered(1, new Unknown("connection lost"), at(62)));
        protocol.onTimeout(at(150));
        assertEquals(List.of(new LeaseUntil(at(650), true)), protocol.ackSeen(ack(4, 150), at(152)));
        assertEquals(
                List.of(new LeaseOver("b holds the tenure, epoch 5")),
                protocol.read(new VersionedTenure(HANDED, 41), at(160)));
    }

    @Test
    void withoutASessionItWaitsForTheNextOne() {
        leased();
        protocol.sessionLost(at(60));
        assertEquals(List.of(), protocol.handOver(B, "asked", at(61)));
        protocol.registered(SESSION, at(70));
        assertEquals(
                HANDED, call(protocol.read(heldBy(A, 4, Mode.PAIRED), at(75))).next());
    }

    // ---- a restart

    @Test
    void theLongPromiseMakesALongLease() {
        leased();
        protocol.askLongPromise(at(60));
        assertEquals(at(60), protocol.nextTimeout());
        assertEquals(List.of(longBeat(4, 60)), protocol.onTimeout(at(60)));
        assertEquals(List.of(new LeaseUntil(at(10_060), true)), protocol.ackSeen(new Ack(4, at(60), G), at(90)));
        assertEquals(List.of(beat(4, 150)), protocol.onTimeout(at(150)));
    }
}
