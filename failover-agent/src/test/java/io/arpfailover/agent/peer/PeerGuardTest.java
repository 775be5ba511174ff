package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a, listening on two paths, takes from b. */
class PeerGuardTest {
    private static final int LAN = 0;
    private static final int MANAGEMENT = 1;
    private static final PeerEndpoint MANAGEMENT_OF_A =
            PeerEndpoint.parse("10.79.0.1:5227").orElseThrow();
    private static final Optional<PeerDrop> TAKEN = Optional.empty();

    private final PeerGuard guard = new PeerGuard(Samples.WEB, Samples.A_NOW, List.of(Samples.AT_A, MANAGEMENT_OF_A));

    @BeforeEach
    void expectB() {
        guard.expect(Samples.B, Samples.B_NOW);
    }

    @Test
    void nobodyIsHeardBeforeSomebodyIsExpected() {
        PeerGuard fresh = new PeerGuard(Samples.WEB, Samples.A_NOW, List.of(Samples.AT_A));
        assertEquals(refused(PeerDrop.UNKNOWN_SENDER), fresh.refuse(LAN, Samples.fromB(1)));
        fresh.expect(Samples.B, Samples.B_NOW);
        assertEquals(TAKEN, fresh.refuse(LAN, Samples.fromB(1)));
    }

    @Test
    void eachStrangersReason() {
        PeerDatagram good = Samples.fromB(9);
        assertEquals(
                refused(PeerDrop.OTHER_CLUSTER),
                guard.refuse(LAN, with(new ClusterName("db"), good.sender(), good.from(), good.to())));
        assertEquals(
                refused(PeerDrop.UNKNOWN_SENDER),
                guard.refuse(LAN, with(Samples.WEB, new NodeName("c"), good.from(), good.to())));
        assertEquals(
                refused(PeerDrop.OLD_INCARNATION),
                guard.refuse(LAN, with(Samples.WEB, good.sender(), new Incarnation(1), good.to())));
        assertEquals(
                refused(PeerDrop.NOT_FOR_US),
                guard.refuse(LAN, with(Samples.WEB, good.sender(), good.from(), new Incarnation(1))));
        assertEquals(TAKEN, guard.refuse(LAN, good), "a refused one uses no counter up");
    }

    @Test
    void ourOwnWordsThrownBackAreAStrangers() {
        assertEquals(refused(PeerDrop.UNKNOWN_SENDER), guard.refuse(LAN, Samples.fromA(1)));
    }

    @Test
    void aDatagramBelongsToOnePath() {
        assertEquals(refused(PeerDrop.WRONG_PATH), guard.refuse(MANAGEMENT, Samples.fromB(1)));
        assertEquals(refused(PeerDrop.WRONG_PATH), guard.refuse(LAN, onManagement(1)));
        assertEquals(TAKEN, guard.refuse(MANAGEMENT, onManagement(1)));
        assertEquals(TAKEN, guard.refuse(LAN, Samples.fromB(1)));
    }

    @Test
    void eachCounterIsTakenOnceAndNoLowerOneAfterIt() {
        assertEquals(TAKEN, guard.refuse(LAN, Samples.fromB(5)));
        assertEquals(refused(PeerDrop.REPLAYED), guard.refuse(LAN, Samples.fromB(5)));
        assertEquals(refused(PeerDrop.REPLAYED), guard.refuse(LAN, Samples.fromB(4)));
        assertEquals(TAKEN, guard.refuse(LAN, Samples.fromB(7)));
        assertEquals(refused(PeerDrop.REPLAYED), guard.refuse(LAN, Samples.fromB(6)));
    }

    @Test
    void aLatePathIsNotMeasuredByTheOther() {
        assertEquals(TAKEN, guard.refuse(LAN, Samples.fromB(9)));
        assertEquals(TAKEN, guard.refuse(MANAGEMENT, onManagement(8)));
    }

    @Test
    void theSameCardAgainLetsNothingBeReplayed() {
        assertEquals(TAKEN, guard.refuse(LAN, Samples.fromB(5)));
        guard.expect(Samples.B, Samples.B_NOW);
        assertEquals(refused(PeerDrop.REPLAYED), guard.refuse(LAN, Samples.fromB(5)));
    }

    @Test
    void aNewRunCountsFromTheBeginningAndTheOldOneIsNotHeardAgain() {
        assertEquals(TAKEN, guard.refuse(LAN, Samples.fromB(5)));
        Incarnation next = new Incarnation(2);
        guard.expect(Samples.B, next);
        assertEquals(refused(PeerDrop.OLD_INCARNATION), guard.refuse(LAN, Samples.fromB(6)));
        PeerDatagram first =
                new PeerDatagram(Samples.WEB, Samples.B, next, Samples.A_NOW, 1, Samples.AT_A, Samples.PROMISE);
        assertEquals(TAKEN, guard.refuse(LAN, first));
    }

    private static PeerDatagram with(ClusterName cluster, NodeName sender, Incarnation from, Incarnation to) {
        return new PeerDatagram(cluster, sender, from, to, 9, Samples.AT_A, Samples.PROMISE);
    }

    private static PeerDatagram onManagement(long counter) {
        return new PeerDatagram(
                Samples.WEB, Samples.B, Samples.B_NOW, Samples.A_NOW, counter, MANAGEMENT_OF_A, Samples.PROMISE);
    }

    private static Optional<PeerDrop> refused(PeerDrop reason) {
        return Optional.of(reason);
    }
}
