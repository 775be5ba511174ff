package io.arpfailover.coordinator.tenure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.tenure.Situation.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SituationTest {
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");
    private static final Optional<NodeName> WHOEVER = Optional.empty();
    private static final Tenure HELD_BY_A = new Tenure(Optional.of(A), 3, Mode.PAIRED, Optional.of(B), 1, "test");

    @Test
    void whoeverDoesNotHoldThem() {
        assertEquals(new Verdict.Ask(B), pair().switchover(WHOEVER, false));
        assertEquals(new Verdict.Ask(B), pair().switchover(Optional.of(B), false));
    }

    @Test
    void theHolderHoldsThemAlready() {
        assertEquals(new Verdict.Done("a holds the addresses already"), pair().switchover(Optional.of(A), true));
    }

    @Test
    void whatCannotBeEvenByForce() {
        assertRefused(
                "nobody holds the addresses yet; see 'status'",
                new Situation(Tenure.NONE, List.of(fit(A), fit(B)), Intent.NONE),
                WHOEVER);
        assertRefused(
                "there is no second server to take over; start its agent",
                new Situation(HELD_BY_A, List.of(fit(A)), Intent.NONE),
                WHOEVER);
        assertRefused(
                "b is not connected (connected: a); start its agent, or correct the name",
                new Situation(HELD_BY_A, List.of(fit(A)), Intent.NONE),
                Optional.of(B));
        assertRefused(
                "c is not connected (connected: a, b); start its agent, or correct the name",
                pair(),
                Optional.of(new NodeName("c")));
        assertRefused(
                "a is not connected (nobody is); start its agent, or correct the name",
                new Situation(HELD_BY_A, List.of(), Intent.NONE),
                Optional.of(A));
    }

    @Test
    void forcePassesOverHealthAndMaintenance() {
        Situation unfit = new Situation(HELD_BY_A, List.of(fit(A), member(B, "check web is failing")), Intent.NONE);
        assertEquals(
                new Verdict.Refused("b is not fit: check web is failing; put that right there, or use --force"),
                unfit.switchover(WHOEVER, false));
        assertEquals(new Verdict.Ask(B), unfit.switchover(WHOEVER, true));
        Situation maintained = new Situation(HELD_BY_A, List.of(fit(A), fit(B)), Intent.NONE.inMaintenance(B));
        assertEquals(
                new Verdict.Refused("b is in maintenance; end that with 'maintenance off', or use --force"),
                maintained.switchover(WHOEVER, false));
        assertEquals(new Verdict.Ask(B), maintained.switchover(WHOEVER, true));
    }

    @Test
    void aPausedClusterMovesWhenAPersonAsks() {
        Situation paused = new Situation(HELD_BY_A, List.of(fit(A), fit(B)), Intent.NONE.paused("test"));
        assertEquals(new Verdict.Ask(B), paused.switchover(WHOEVER, false));
    }

    /** As while paused: whoever is left can be asked by a person. */
    @Test
    void aLostHolderKeepsNobodyFromAsking() {
        Situation lost = new Situation(HELD_BY_A, List.of(fit(B)), Intent.NONE.paused("test"));
        assertEquals(new Verdict.Ask(B), lost.switchover(WHOEVER, false));
    }

    @Test
    void maintenanceIsForServersThatAreKnown() {
        Situation gone = new Situation(HELD_BY_A, List.of(fit(A)), Intent.NONE);
        assertEquals(Optional.empty(), new Wish.Maintain(A).refusal(gone));
        assertEquals(Optional.empty(), new Wish.Maintain(B).refusal(gone), "the tenure names it as heir");
        NodeName typo = new NodeName("bb");
        assertEquals(
                Optional.of("bb is not connected (connected: a); start its agent, or correct the name"),
                new Wish.Maintain(typo).refusal(gone));
        assertEquals(Optional.empty(), new Wish.Serve(typo).refusal(gone));
    }

    @Test
    void eachWishChangesItsOwnPart() {
        Intent before = Intent.NONE.opened(Switchover.asked("1", B, "test", false));
        Intent after = new Wish.Maintain(B).appliedTo(new Wish.Pause("root").appliedTo(before));
        assertEquals(before.paused("root").inMaintenance(B), after);
        assertEquals(before, new Wish.Serve(B).appliedTo(new Wish.Resume().appliedTo(after)));
    }

    private static void assertRefused(String because, Situation situation, Optional<NodeName> to) {
        assertEquals(new Verdict.Refused(because), situation.switchover(to, true));
    }

    private static Situation pair() {
        return new Situation(HELD_BY_A, List.of(fit(A), fit(B)), Intent.NONE);
    }

    private static Member fit(NodeName node) {
        return member(node, "");
    }

    private static Member member(NodeName node, String unfitBecause) {
        return new Member(
                node,
                "1",
                "host",
                "1",
                "lan0",
                List.of(),
                List.of(),
                List.of(),
                PromiseTiming.DEFAULT.promise(),
                PromiseTiming.DEFAULT.restart(),
                unfitBecause.isEmpty(),
                unfitBecause,
                Optional.empty());
    }
}
