package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.takeover.Effect.AssignAddresses;
import io.arpfailover.agent.takeover.Effect.RemoveAddresses;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Seventy addresses, so three slices, under a lease that ends at 2000 ms. */
class PlacementTest {
    private static final List<Ipv4Address> ADDRESSES = IntStream.rangeClosed(1, 70)
            .mapToObj(i -> Ipv4Address.parse("10.77.0." + i))
            .toList();
    private static final Optional<MonotonicTime> LEASE_END = Optional.of(at(2_000));

    private final Placement placement = new Placement(ADDRESSES);

    private static MonotonicTime at(long millis) {
        return new MonotonicTime(millis * 1_000_000);
    }

    private static List<Ipv4Address> slice(int number) {
        return ADDRESSES.subList(number * 32, Math.min(number * 32 + 32, 70));
    }

    private static Effect assign(int number, long leaseLeft) {
        return new AssignAddresses(slice(number), Duration.ofMillis(leaseLeft));
    }

    private Optional<Effect> turn(long millis) {
        return placement.onTimeout(LEASE_END, at(millis));
    }

    private void placedAtZero() {
        placement.place(at(0));
        for (int number = 0; number < 3; number++) {
            turn(0);
            placement.assigned(slice(number));
        }
    }

    @Test
    void nothingIsDueAtFirst() {
        assertEquals(MonotonicTime.NEVER, placement.nextTimeout());
        assertEquals(Optional.empty(), turn(1_000));
        assertFalse(placement.isPlacing());
    }

    @Test
    void aSliceInEachTurnUntilAllAreInPlace() {
        placement.place(at(0));
        assertTrue(placement.isPlacing());
        assertEquals(Optional.of(assign(0, 2_000)), turn(0));
        assertFalse(placement.assigned(slice(0)));
        assertEquals(at(0), placement.nextTimeout());
        assertEquals(Optional.of(assign(1, 1_999)), turn(1));
        assertFalse(placement.assigned(slice(1)));
        assertEquals(Optional.of(assign(2, 1_998)), turn(2));
        assertTrue(placement.assigned(slice(2)));
        assertFalse(placement.isPlacing());
    }

    @Test
    void inPlaceIsToldOnce() {
        placedAtZero();
        assertFalse(placement.assigned(slice(2)));
    }

    /** All are prolonged every 500 ms, and no turn has more than one slice. */
    @Test
    void refreshingIsSpreadOverTheSlices() {
        placedAtZero();
        List<Object> did = new ArrayList<>();
        for (long millis = 1; millis <= 1_500; millis++) {
            long now = millis;
            turn(millis)
                    .ifPresent(effect -> did.add(
                            now + " " + ((AssignAddresses) effect).part().get(0)));
        }
        assertEquals(
                List.of(
                        "500 10.77.0.1",
                        "667 10.77.0.33",
                        "834 10.77.0.65",
                        "1001 10.77.0.1",
                        "1168 10.77.0.33",
                        "1335 10.77.0.65"),
                did);
    }

    @Test
    void aRefreshTellsWhatIsLeftOfTheLease() {
        placedAtZero();
        assertEquals(Optional.of(assign(0, 1_400)), turn(600));
    }

    @Test
    void removesASliceInEachTurnAndThenNothing() {
        placedAtZero();
        placement.remove(at(10));
        assertEquals(Optional.of(new RemoveAddresses(slice(0))), placement.onTimeout(Optional.empty(), at(10)));
        assertEquals(at(10), placement.nextTimeout());
        assertEquals(Optional.of(new RemoveAddresses(slice(1))), placement.onTimeout(Optional.empty(), at(10)));
        assertEquals(Optional.of(new RemoveAddresses(slice(2))), placement.onTimeout(Optional.empty(), at(10)));
        assertEquals(MonotonicTime.NEVER, placement.nextTimeout());
        assertEquals(Optional.empty(), placement.onTimeout(Optional.empty(), at(1_000)));
    }

    @Test
    void aRemovalThatWasToWaitNeedNot() {
        placedAtZero();
        placement.remove(at(10));
        assertEquals(Optional.empty(), placement.onTimeout(Optional.empty(), at(7)));
        placement.removeNow(at(7));
        assertEquals(Optional.of(new RemoveAddresses(slice(0))), placement.onTimeout(Optional.empty(), at(7)));
    }

    @Test
    void whatIsInPlaceOrGoneIsNotRemovedForThat() {
        placedAtZero();
        MonotonicTime refresh = placement.nextTimeout();
        placement.removeNow(at(7));
        assertEquals(refresh, placement.nextTimeout());
        placement.remove(at(10));
        for (int number = 0; number < 3; number++) {
            placement.onTimeout(Optional.empty(), at(10));
        }
        placement.removeNow(at(11));
        assertEquals(MonotonicTime.NEVER, placement.nextTimeout());
    }

    @Test
    void placedAnewInTheMiddleOfRemovingItBeginsAgain() {
        placedAtZero();
        placement.remove(at(10));
        placement.onTimeout(Optional.empty(), at(10));
        placement.place(at(11));
        assertEquals(Optional.of(assign(0, 1_989)), turn(11));
        assertTrue(placement.isPlacing());
    }

    @Test
    void removedInTheMiddleOfPlacingItIsNotInPlaceByALateAnswer() {
        placement.place(at(0));
        turn(0);
        placement.remove(at(1));
        assertFalse(placement.assigned(slice(2)));
    }

    @Test
    void aSingleAddressIsOneSlice() {
        Placement one = new Placement(ADDRESSES.subList(0, 1));
        one.place(at(0));
        assertEquals(
                Optional.of(new AssignAddresses(ADDRESSES.subList(0, 1), Duration.ofSeconds(2))),
                one.onTimeout(LEASE_END, at(0)));
        assertTrue(one.assigned(ADDRESSES.subList(0, 1)));
        assertEquals(at(500), one.nextTimeout());
        one.onTimeout(LEASE_END, at(500));
        assertEquals(at(1_000), one.nextTimeout());
    }
}
