package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.A;
import static io.arpfailover.coordinator.tenure.Samples.B;
import static io.arpfailover.coordinator.tenure.Samples.LEASE;
import static io.arpfailover.coordinator.tenure.Samples.SESSION;
import static io.arpfailover.coordinator.tenure.Samples.TIMING;
import static io.arpfailover.coordinator.tenure.Samples.ack;
import static io.arpfailover.coordinator.tenure.Samples.applied;
import static io.arpfailover.coordinator.tenure.Samples.at;
import static io.arpfailover.coordinator.tenure.Samples.beat;
import static io.arpfailover.coordinator.tenure.Samples.call;
import static io.arpfailover.coordinator.tenure.Samples.heldBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.arpfailover.coordinator.tenure.Answer.Refusal;
import io.arpfailover.coordinator.tenure.Answer.Refused;
import io.arpfailover.coordinator.tenure.Answer.Unknown;
import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseOver;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseUntil;
import io.arpfailover.coordinator.tenure.TenureEffect.Reread;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From SOLO to PAIRED and out of it: member {@code a} in epoch 4, with a lease on ZooKeeper until 2600 ms. */
class PairingTest {
    private static final Tenure PAIRED = new Tenure(Optional.of(A), 4, Mode.PAIRED, Optional.of(B), 1, "test");
    private static final Tenure GIVEN_UP = new Tenure(Optional.of(B), 5, Mode.SOLO, Optional.of(A), 0, "asked");

    private final TenureProtocol protocol = new TenureProtocol(A, TIMING, true);

    @BeforeEach
    void soloSinceZero() {
        protocol.restarted(at(-1000), at(-1000));
        protocol.registered(SESSION, at(-1000));
        protocol.members(Set.of(A, B));
        protocol.read(heldBy(A, 4, Mode.SOLO), at(-1000));
        List<TenureEffect> claimed = protocol.claim("again", at(0));
        assertEquals(beat(4, 0), claimed.get(0));
        assertEquals(
                List.of(new LeaseUntil(at(0).plus(LEASE), false)), protocol.answered(1, applied(call(claimed)), at(3)));
    }

    /** Four heartbeats answered, and a fifth on its way that left at 350 ms. */
    private void fourAnswered() {
        assertEquals(List.of(), protocol.ackSeen(ack(4, 0), at(4)));
        for (long left = 50; left <= 350; left += 100) {
            assertEquals(List.of(beat(4, left)), protocol.onTimeout(at(left)));
            if (left < 350) {
                assertEquals(List.of(), protocol.ackSeen(ack(4, left), at(left + 2)));
            }
        }
    }

    private CompareAndSet pairing() {
        fourAnswered();
        return call(protocol.ackSeen(ack(4, 350), at(352)));
    }

    @Test
    void rule4_afterFiveAnswersTheLeaseIsReplacedBeforePairingIsProposed() {
        fourAnswered();
        assertEquals(
                List.of(new LeaseUntil(at(850), true), new CompareAndSet(2, 41, PAIRED, Optional.empty())),
                protocol.ackSeen(ack(4, 350), at(352)));
        assertEquals(Optional.of(at(850)), protocol.leaseEnd());
    }

    @Test
    void pairedItRenewsNothingOnZooKeeper() {
        CompareAndSet pair = pairing();
        assertEquals(List.of(), protocol.answered(2, applied(pair), at(355)));
        assertEquals(at(450), protocol.nextTimeout());
        assertEquals(List.of(beat(4, 450)), protocol.onTimeout(at(450)));
        assertEquals(List.of(new LeaseUntil(at(950), true)), protocol.ackSeen(ack(4, 450), at(452)));
        assertEquals(Mode.PAIRED, protocol.tenure().orElseThrow().mode());
    }

    @Test
    void acksCountWhileTheProposalIsOut() {
        pairing();
        protocol.onTimeout(at(450));
        assertEquals(List.of(new LeaseUntil(at(950), true)), protocol.ackSeen(ack(4, 450), at(452)));
    }

    @Test
    void aSilenceBeginsTheCountAnew() {
        fourAnswered();
        protocol.onTimeout(at(450));
        protocol.onTimeout(at(502)); // Too long since the answer at 252 ms.
        for (long left = 550; left <= 850; left += 100) {
            protocol.onTimeout(at(left));
            assertEquals(List.of(), protocol.ackSeen(ack(4, left), at(left + 2)));
        }
        CompareAndSet renewal = call(protocol.onTimeout(at(950)));
        protocol.answered(renewal.call(), applied(renewal), at(951));
        assertEquals(PAIRED, call(protocol.ackSeen(ack(4, 950), at(952))).next());
    }

    @Test
    void rule7_theProposalMayHaveBeenAppliedSoNoLeaseOnZooKeeperUntilItIsRead() {
        pairing();
        assertEquals(List.of(new Reread()), protocol.answered(2, new Unknown("connection lost"), at(360)));
        assertEquals(List.of(beat(4, 450)), protocol.onTimeout(at(450)));
        assertEquals(Optional.of(at(850)), protocol.leaseEnd());
        assertEquals(List.of(), protocol.read(new VersionedTenure(PAIRED, 42), at(460)));
        assertEquals(Optional.of(at(850)), protocol.leaseEnd());
    }

    @Test
    void refusedItIsProposedAgainAtTheNextAnswer() {
        pairing();
        protocol.answered(2, new Refused(Refusal.STALE), at(360));
        VersionedTenure seen = new VersionedTenure(heldBy(A, 4, Mode.SOLO).tenure(), 44);
        assertEquals(List.of(), protocol.read(seen, at(365)));
        protocol.onTimeout(at(450));
        assertEquals(
                List.of(new LeaseUntil(at(950), true), new CompareAndSet(3, 44, PAIRED, Optional.empty())),
                protocol.ackSeen(ack(4, 450), at(452)));
    }

    @Test
    void nothingIsProposedWithoutASession() {
        fourAnswered();
        assertEquals(List.of(new LeaseUntil(at(750), true)), protocol.sessionLost(at(351)));
        assertEquals(List.of(new LeaseUntil(at(850), true)), protocol.ackSeen(ack(4, 350), at(352)));
    }

    @Test
    void theEndOfTheSessionLeavesWhatThePromisesAreGoodFor() {
        protocol.ackSeen(ack(4, 0), at(4));
        assertEquals(List.of(new LeaseUntil(at(500), true)), protocol.sessionLost(at(300)));
        assertEquals(Standing.LEASED, protocol.standing());
    }

    @Test
    void theEndOfTheSessionLeavesNothingWithoutAPromise() {
        assertEquals(List.of(new LeaseOver("the ZooKeeper session has ended")), protocol.sessionLost(at(300)));
        assertEquals(Standing.NAMED, protocol.standing());
    }

    @Test
    void theEndOfTheSessionLeavesNothingOfAPromiseThatIsOver() {
        protocol.ackSeen(ack(4, 0), at(4));
        assertEquals(List.of(new LeaseOver("the ZooKeeper session has ended")), protocol.sessionLost(at(500)));
    }

    /** From SOLO the lease goes first, and what the heir promised before is not worth anything any more. */
    @Test
    void whileItGivesUpNoAckCounts() {
        fourAnswered();
        assertEquals(
                List.of(new LeaseOver("handed to b: asked"), new CompareAndSet(2, 41, GIVEN_UP, Optional.empty())),
                protocol.handOver(B, "asked", at(351)));
        assertEquals(List.of(), protocol.ackSeen(ack(4, 350), at(352)));
        assertEquals(Standing.NAMED, protocol.standing());
        assertFalse(protocol.mayClaim());
    }

    @Test
    void handingOverWaitsForTheProposalAndGoesAsPaired() {
        CompareAndSet pair = pairing();
        assertEquals(List.of(), protocol.handOver(B, "asked", at(353)));
        Tenure handed = new Tenure(Optional.of(B), 5, Mode.PAIRED, Optional.of(A), 0, "asked");
        assertEquals(
                List.of(new CompareAndSet(3, 42, handed, Optional.empty())),
                protocol.answered(2, applied(pair), at(355)));
        assertEquals(Standing.LEASED, protocol.standing());
    }

    // ---- after a silence

    /** Runs until then, every heartbeat answered at once if somebody answers; the calls it makes are applied at once. */
    private List<CompareAndSet> livesUntil(long millis, boolean answered) {
        List<CompareAndSet> calls = new ArrayList<>();
        while (at(millis).hasReached(protocol.nextTimeout())) {
            MonotonicTime due = protocol.nextTimeout();
            Deque<TenureEffect> effects = new ArrayDeque<>(protocol.onTimeout(due));
            while (!effects.isEmpty()) {
                TenureEffect effect = effects.removeFirst();
                if (effect instanceof CompareAndSet call) {
                    calls.add(call);
                    effects.addAll(protocol.answered(call.call(), applied(call), due));
                } else if (answered && effect instanceof TenureEffect.SendHeartbeat sent) {
                    effects.addAll(protocol.ackSeen(Ack.of(sent.heartbeat()), due));
                }
            }
        }
        return calls;
    }

    private static List<Mode> modes(List<CompareAndSet> calls) {
        return calls.stream().map(call -> call.next().mode()).toList();
    }

    @Test
    void partedItPairsAgainAfterASecond() {
        assertEquals(List.of(Mode.PAIRED), modes(livesUntil(1_000, true)));
        assertEquals(List.of(Mode.SOLO), modes(livesUntil(1_300, false)), "silent for half of T");
        assertEquals(List.of(Mode.SOLO), modes(livesUntil(2_200, true)), "a renewal, and not yet a pair");
        assertEquals(List.of(Mode.PAIRED), modes(livesUntil(2_400, true)));
    }

    @Test
    void partedAgainItWaitsTwiceAsLong() {
        livesUntil(1_000, true);
        livesUntil(1_300, false);
        livesUntil(2_400, true);
        assertEquals(List.of(Mode.SOLO), modes(livesUntil(2_700, false)));
        assertEquals(List.of(Mode.SOLO, Mode.SOLO), modes(livesUntil(4_500, true)));
        assertEquals(List.of(Mode.PAIRED), modes(livesUntil(4_800, true)));
    }

    @Test
    void renewsOnZooKeeperBesideTheHeartbeatsWhileItIsSolo() {
        for (long left = 50; left <= 850; left += 100) {
            protocol.onTimeout(at(left));
        }
        CompareAndSet renewal = call(protocol.onTimeout(at(867)));
        assertEquals(Mode.SOLO, renewal.next().mode());
        assertEquals(
                List.of(new LeaseUntil(at(867).plus(LEASE), true)), protocol.answered(2, applied(renewal), at(870)));
    }
}
