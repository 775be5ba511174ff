package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.A;
import static io.arpfailover.coordinator.tenure.Samples.B;
import static io.arpfailover.coordinator.tenure.Samples.LEASE;
import static io.arpfailover.coordinator.tenure.Samples.SESSION;
import static io.arpfailover.coordinator.tenure.Samples.TIMING;
import static io.arpfailover.coordinator.tenure.Samples.applied;
import static io.arpfailover.coordinator.tenure.Samples.at;
import static io.arpfailover.coordinator.tenure.Samples.call;
import static io.arpfailover.coordinator.tenure.Samples.vacant;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Answer.Applied;
import io.arpfailover.coordinator.tenure.Answer.Refusal;
import io.arpfailover.coordinator.tenure.Answer.Refused;
import io.arpfailover.coordinator.tenure.Answer.Unknown;
import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseOver;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseUntil;
import io.arpfailover.coordinator.tenure.TenureEffect.Reread;
import io.arpfailover.coordinator.tenure.TenureEffect.SendAck;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A member without a peer section: what it holds rests on ZooKeeper alone. */
class TenureProtocolTest {
    private final TenureProtocol protocol = new TenureProtocol(A, TIMING, false);

    private static VersionedTenure heldBy(NodeName holder, long epoch) {
        return Samples.heldBy(holder, epoch, Mode.SOLO);
    }

    /** Has known this for one lease at 0 ms. */
    private void standsAt(VersionedTenure seen, NodeName... present) {
        protocol.restarted(at(-2600), at(-2600));
        protocol.registered(SESSION, at(-2600));
        protocol.members(Set.of(present));
        protocol.read(seen, at(-2600));
        assertEquals(List.of(), protocol.onTimeout(at(0)));
    }

    @Test
    void aVacantTenureIsClaimedOnlyWhenAnyLeaseFromBeforeHasRunOut() {
        protocol.restarted(at(0), at(0));
        protocol.registered(SESSION, at(0));
        protocol.members(Set.of(A));
        protocol.read(vacant(), at(10));
        assertEquals(Standing.VACANT, protocol.standing());
        assertFalse(protocol.mayClaim());
        assertEquals(at(2610), protocol.nextTimeout());
        protocol.read(vacant(), at(2000));
        protocol.onTimeout(at(2610));
        assertTrue(protocol.mayClaim());
    }

    @Test
    void aVacancyIsForgottenWithTheSession() {
        standsAt(vacant(), A);
        protocol.sessionLost(at(10));
        protocol.registered(SESSION, at(20));
        protocol.read(vacant(), at(20));
        assertFalse(protocol.mayClaim());
    }

    /** Claims at 0 ms, answered at 5 ms: the lease ends at 2600 ms. */
    private void leasedSinceZero() {
        standsAt(vacant(), A, B);
        CompareAndSet claim = call(protocol.claim("first", at(0)));
        protocol.answered(claim.call(), applied(claim), at(5));
    }

    @Test
    void holderCountsAsPresentUntilTheMembersAreKnown() {
        protocol.registered(SESSION, at(0));
        protocol.read(heldBy(B, 2), at(0));
        assertEquals(Standing.HELD_BY_OTHER, protocol.standing());
    }

    @Test
    void nothingIsClaimedBeforeRegistration() {
        assertEquals(List.of(), protocol.read(vacant(), at(0)));
        assertFalse(protocol.mayClaim());
        assertEquals(Standing.UNCERTAIN, protocol.standing());
    }

    // ---- claims

    @Test
    void claimOfVacantTenureBeginsTheNextEpochAtTheVersionRead() {
        standsAt(vacant(), A, B);
        Tenure next = new Tenure(Optional.of(A), 1, Mode.SOLO, Optional.of(B), 0, "first");
        assertEquals(List.of(new CompareAndSet(1, 0, next, Optional.empty())), protocol.claim("first", at(10)));
    }

    @Test
    void rule3_claimOfAbandonedTenureCarriesTheProof() {
        standsAt(heldBy(B, 4), A);
        CompareAndSet claim = call(protocol.claim("b is gone", at(0)));
        assertEquals(Optional.of(B), claim.provenAbsent());
        assertEquals(5, claim.next().epoch());
        assertEquals(40, claim.version());
    }

    @Test
    void claimOfOwnTenureKeepsEpochAndHistory() {
        standsAt(heldBy(A, 4), A);
        CompareAndSet claim = call(protocol.claim("again", at(0)));
        assertEquals(4, claim.next().epoch());
        assertEquals("test", claim.next().why());
        assertEquals(1, claim.next().sinceEpochMillis());
    }

    @Test
    void leaseCountsFromWhenTheCallLeft() {
        standsAt(vacant(), A);
        CompareAndSet claim = call(protocol.claim("first", at(100)));
        assertEquals(
                List.of(new LeaseUntil(at(100).plus(LEASE), false)),
                protocol.answered(claim.call(), applied(claim), at(900)));
        assertEquals(Standing.LEASED, protocol.standing());
    }

    @Test
    void answerLaterThanTheLeaseEarnsNothing() {
        standsAt(vacant(), A);
        CompareAndSet claim = call(protocol.claim("first", at(0)));
        assertEquals(List.of(), protocol.answered(claim.call(), applied(claim), at(2600)));
        assertEquals(Standing.NAMED, protocol.standing());
    }

    @Test
    void leaseIsShorterThanWhatTheEnsembleKeepsOfASession() {
        assertEquals(LEASE, TenureProtocol.leaseLength(SESSION));
    }

    @Test
    void oneCallAtATime() {
        standsAt(vacant(), A);
        protocol.claim("first", at(0));
        assertEquals(List.of(), protocol.claim("first", at(1)));
    }

    @Test
    void refusedProofWaitsForTheNextListOfMembers() {
        standsAt(heldBy(B, 4), A);
        CompareAndSet claim = call(protocol.claim("b is gone", at(0)));
        assertEquals(List.of(), protocol.answered(claim.call(), new Refused(Refusal.HOLDER_PRESENT), at(5)));
        assertFalse(protocol.mayClaim());
        protocol.members(Set.of(A));
        assertTrue(protocol.mayClaim());
    }

    // ---- renewal

    @Test
    void renewsEachThirdOfALease() {
        leasedSinceZero();
        MonotonicTime due = at(0).plus(LEASE.dividedBy(3));
        assertEquals(due, protocol.nextTimeout());
        assertEquals(List.of(), protocol.onTimeout(at(800)));
        CompareAndSet renewal = call(protocol.onTimeout(due));
        assertEquals(1, renewal.next().epoch());
        assertEquals(
                List.of(new LeaseUntil(due.plus(LEASE), true)),
                protocol.answered(renewal.call(), applied(renewal), at(900)));
    }

    @Test
    void rule1_readingDoesNotProlong() {
        leasedSinceZero();
        assertEquals(List.of(), protocol.read(heldBy(A, 1), at(500)));
        assertEquals(Optional.of(at(2600)), protocol.leaseEnd());
    }

    @Test
    void rule7_afterALostAnswerOnlyANewCallEarnsALease() {
        leasedSinceZero();
        CompareAndSet renewal = call(protocol.onTimeout(at(900)));
        assertEquals(
                List.of(new Reread()), protocol.answered(renewal.call(), new Unknown("connection lost"), at(1000)));
        VersionedTenure seen = new VersionedTenure(renewal.next(), renewal.version() + 1); // it had been applied
        CompareAndSet again = call(protocol.read(seen, at(1500)));
        assertEquals(seen.version(), again.version());
        assertEquals(Optional.of(at(2600)), protocol.leaseEnd());
        assertEquals(
                List.of(new LeaseUntil(at(1500).plus(LEASE), true)),
                protocol.answered(again.call(), applied(again), at(1510)));
    }

    @Test
    void readsAtOnceAndAgainWhileNothingIsKnown() {
        assertEquals(List.of(new Reread()), protocol.registered(SESSION, at(0)));
        assertEquals(at(260), protocol.nextTimeout());
        assertEquals(List.of(new Reread()), protocol.onTimeout(at(260)));
    }

    @Test
    void rule10_lateTurnLosesTheLeaseFirst() {
        leasedSinceZero();
        List<TenureEffect> effects = protocol.onTimeout(at(2600));
        assertEquals(List.of(new LeaseOver("it ran out before anybody confirmed it")), effects);
        assertEquals(Standing.NAMED, protocol.standing());
    }

    @Test
    void lapsedLeaseIsNotRevivedByALateRenewal() {
        leasedSinceZero();
        CompareAndSet renewal = call(protocol.onTimeout(at(900)));
        protocol.onTimeout(at(2600));
        assertEquals(List.of(), protocol.answered(renewal.call(), applied(renewal), at(2700)));
        assertEquals(Standing.NAMED, protocol.standing());
    }

    @Test
    void rule9_learningOfAnotherHolderEndsTheLease() {
        leasedSinceZero();
        assertEquals(List.of(new LeaseOver("b holds the tenure, epoch 2")), protocol.read(heldBy(B, 2), at(1000)));
        assertEquals(Standing.HELD_BY_OTHER, protocol.standing());
    }

    @Test
    void slowWatchIsIgnored() {
        leasedSinceZero();
        VersionedTenure claimed = new VersionedTenure(protocol.tenure().orElseThrow(), 1);
        CompareAndSet renewal = call(protocol.onTimeout(at(867)));
        protocol.answered(renewal.call(), applied(renewal), at(870));
        assertEquals(List.of(), protocol.read(claimed, at(871)));
        assertEquals(Standing.LEASED, protocol.standing());
    }

    /** Somebody deleted it, and a member that began after that made it again: versions and epochs start over. */
    @Test
    void aRecordMadeAgainIsReadTwiceAndEndsTheLease() {
        leasedSinceZero();
        assertEquals(List.of(new Reread()), protocol.read(vacant(), at(100)));
        assertEquals(Standing.LEASED, protocol.standing(), "it may have been a very late answer");
        assertEquals(List.of(new LeaseOver("nobody holds the tenure, epoch 0")), protocol.read(vacant(), at(102)));
        assertEquals(Standing.VACANT, protocol.standing());
    }

    @Test
    void aLateAnswerThatLooksLikeARecordMadeAgainChangesNothing() {
        leasedSinceZero();
        protocol.read(vacant(), at(100));
        VersionedTenure present = new VersionedTenure(protocol.tenure().orElseThrow(), 1);
        assertEquals(List.of(), protocol.read(present, at(102)));
        assertEquals(Standing.LEASED, protocol.standing());
    }

    /** The other's lease may rest on a long promise of which the new record knows nothing. */
    @Test
    void aRecordMadeAgainIsClaimedOnlyAfterTheLongestPromise() {
        TenureProtocol paired = new TenureProtocol(A, TIMING, true);
        paired.restarted(at(0), at(0));
        paired.registered(SESSION, at(0));
        paired.members(Set.of(A, B));
        paired.read(heldBy(B, 4), at(0));
        paired.read(vacant(), at(100));
        paired.read(vacant(), at(102));
        paired.onTimeout(at(10_201));
        assertFalse(paired.mayClaim());
        paired.onTimeout(at(10_202));
        assertTrue(paired.mayClaim());
    }

    @Test
    void endOfTheSessionEndsTheLease() {
        leasedSinceZero();
        assertEquals(List.of(new LeaseOver("the ZooKeeper session has ended")), protocol.sessionLost(at(2000)));
        assertEquals(Standing.UNCERTAIN, protocol.standing());
        assertEquals(MonotonicTime.NEVER, protocol.nextTimeout());
    }

    @Test
    void answerFromAnEarlierSessionIsIgnored() {
        standsAt(vacant(), A);
        CompareAndSet claim = call(protocol.claim("first", at(0)));
        protocol.sessionLost(at(1));
        protocol.registered(SESSION, at(2));
        assertEquals(List.of(), protocol.answered(claim.call(), applied(claim), at(3)));
        assertEquals(Standing.UNCERTAIN, protocol.standing());
    }

    // ---- handing over

    @Test
    void handOverDropsTheLeaseBeforeItAsks() {
        leasedSinceZero();
        Tenure next = new Tenure(Optional.of(B), 2, Mode.SOLO, Optional.of(A), 0, "asked");
        assertEquals(
                List.of(new LeaseOver("handed to b: asked"), new CompareAndSet(2, 1, next, Optional.empty())),
                protocol.handOver(B, "asked", at(100)));
        protocol.answered(2, new Applied(new VersionedTenure(next, 2)), at(105));
        assertEquals(Standing.HELD_BY_OTHER, protocol.standing());
    }

    @Test
    void handOverWaitsForTheCallUnderWay() {
        leasedSinceZero();
        CompareAndSet renewal = call(protocol.onTimeout(at(900)));
        assertEquals(List.of(), protocol.handOver(B, "asked", at(1301)));
        List<TenureEffect> effects = protocol.answered(renewal.call(), applied(renewal), at(1304));
        assertEquals(new LeaseOver("handed to b: asked"), effects.get(0));
        assertEquals(Optional.of(B), call(effects).next().holder());
    }

    @Test
    void lostHandOverIsTriedAgainWhileTheRecordNamesUs() {
        leasedSinceZero();
        CompareAndSet first = call(protocol.handOver(B, "asked", at(100)));
        protocol.answered(first.call(), new Unknown("connection lost"), at(200));
        CompareAndSet second =
                call(protocol.read(new VersionedTenure(heldBy(A, 1).tenure(), 1), at(300)));
        assertEquals(Optional.of(B), second.next().holder());
        assertFalse(protocol.mayClaim());
    }

    @Test
    void abandonedHandOverLetsUsClaimAgain() {
        leasedSinceZero();
        CompareAndSet first = call(protocol.handOver(B, "asked", at(100)));
        protocol.answered(first.call(), new Unknown("connection lost"), at(200));
        protocol.abandonHandOver();
        protocol.read(new VersionedTenure(heldBy(A, 1).tenure(), 1), at(300));
        assertEquals(Standing.NAMED, protocol.standing());
        assertTrue(protocol.mayClaim());
    }

    @Test
    void onlyTheHolderHandsOver() {
        standsAt(heldBy(B, 2), A, B);
        assertEquals(List.of(), protocol.handOver(B, "asked", at(0)));
    }

    // ---- what it does about promises

    @Test
    void sendsNoHeartbeats() {
        leasedSinceZero();
        assertEquals(List.of(), protocol.onTimeout(at(500)));
        assertEquals(List.of(), protocol.ackSeen(Samples.ack(1, 0), at(501)));
        assertFalse(protocol.isAnswered());
    }

    @Test
    void promisesAllTheSame() {
        standsAt(Samples.heldBy(B, 4, Mode.PAIRED), A, B);
        Heartbeat heartbeat = new Heartbeat(4, at(77), TIMING.promise());
        assertEquals(List.of(new SendAck(Ack.of(heartbeat))), protocol.heartbeatSeen(heartbeat, at(10)));
        assertEquals(Optional.of(at(515)), protocol.promisedUntil());
    }

    /** Rule 8. */
    @Test
    void claimsNothingUntilItIsToldWhatTheLastRunPromised() {
        TenureProtocol started = new TenureProtocol(A, TIMING, false);
        started.registered(SESSION, at(0));
        started.members(Set.of(A));
        started.read(heldBy(B, 4), at(0));
        started.onTimeout(at(1_000_000));
        assertFalse(started.mayClaim());
        assertEquals(MonotonicTime.NEVER, started.nextTimeout());
        started.restarted(at(1_000_505), at(1_000_000));
        assertEquals(at(1_000_505), started.nextTimeout());
        started.onTimeout(at(1_000_504));
        assertFalse(started.mayClaim());
        started.onTimeout(at(1_000_505));
        assertTrue(started.mayClaim());
    }
}
