package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static io.arpfailover.agent.takeover.TestMember.OWN;
import static io.arpfailover.agent.takeover.TestMember.fit;
import static io.arpfailover.agent.takeover.TestMember.noCarrier;
import static io.arpfailover.agent.takeover.TestMember.settings;
import static io.arpfailover.agent.takeover.TestMember.unfit;
import static io.arpfailover.agent.takeover.TestMember.up;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.takeover.Effect.Notice;
import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.agent.takeover.OwnWill.Wish;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a holder does by itself, and what it says: each turn's wish and all of its effects. */
class OwnWillTest {
    private static final String CARRIER = "interface lan0 has no carrier";
    private static final Duration DELAY = Duration.ofSeconds(60);

    private Parts parts;
    private Turn turn;
    private OwnWill will;
    private MonotonicTime now = new MonotonicTime(0);

    private void holder(Failback failback, int movesPerHour) {
        parts = new Parts(settings(failback, movesPerHour), new SplittableRandom(1));
        turn = new Turn();
        will = new OwnWill(parts, turn);
        parts.around.linkSeen(up(OWN));
        parts.around.membersRead(List.of(fit(B)));
    }

    private void wishes(String why, Effect... effects) {
        assertEquals(why.isEmpty() ? Optional.empty() : Optional.of(new Wish(B, why)), will.asHolder(now));
        assertEquals(List.of(effects), turn.end());
    }

    private void after(Duration time) {
        now = now.plus(time);
        parts.ownMoves.onTimeout(now);
    }

    private static Effect error(String text) {
        return new Notice(Severity.ERROR, text);
    }

    @Test
    void allIsWell() {
        holder(new Failback.Sticky(), 6);
        wishes("");
    }

    @Test
    void withoutACarrierItLeavesAndTriesAgainAfterAWhile() {
        holder(new Failback.Sticky(), 6);
        parts.around.linkSeen(noCarrier());
        wishes(CARRIER);
        wishes("");
        after(Duration.ofSeconds(2));
        wishes(CARRIER);
    }

    @Test
    void withoutAnHeirItStaysAndSaysSoOnce() {
        holder(new Failback.Sticky(), 6);
        parts.around.membersRead(List.of(unfit(B, "no carrier")));
        parts.around.linkSeen(noCarrier());
        wishes("", error(CARRIER + ", and no other member is fit to take over"));
        wishes("");
        parts.around.linkSeen(up(OWN));
        wishes("");
        parts.around.linkSeen(noCarrier());
        wishes("", error(CARRIER + ", and no other member is fit to take over"));
    }

    @Test
    void pausedItStays() {
        holder(new Failback.Sticky(), 6);
        parts.around.intentRead(Intent.NONE.paused("someone"));
        parts.around.linkSeen(noCarrier());
        wishes("", error(CARRIER + ", but the cluster is paused; 'resume', or move the addresses by 'switchover'"));
        wishes("");
    }

    @Test
    void overTheLimitItStays() {
        holder(new Failback.Sticky(), 1);
        parts.ownMoves.seen(1, now);
        parts.ownMoves.seen(2, now);
        parts.around.linkSeen(noCarrier());
        wishes("", error(CARRIER + ", but 1 moves in an hour are the limit (moves.perHour); find out why they move"));
        after(Duration.ofHours(1));
        wishes(CARRIER);
    }

    @Test
    void maintenanceIsAPersonsWishAndKnowsNoLimit() {
        holder(new Failback.Manual(), 1);
        parts.ownMoves.seen(1, now);
        parts.ownMoves.seen(2, now);
        parts.around.intentRead(Intent.NONE.inMaintenance(A));
        wishes("in maintenance");
    }

    @Test
    void manualKeepsNobodyOnABrokenServer() {
        holder(new Failback.Manual(), 6);
        parts.around.linkSeen(noCarrier());
        wishes(CARRIER);
    }

    @Test
    void thePreferredIsAskedForAfterItsDelay() {
        holder(new Failback.Preferred(B, DELAY), 6);
        wishes("");
        after(DELAY);
        wishes("", new Effect.RequestSwitchover(B, "a (fail-back)"));
        wishes("");
    }

    @Test
    void whoeverIsLeavingWantsNothingMore() {
        holder(new Failback.Sticky(), 6);
        parts.around.linkSeen(noCarrier());
        parts.departure.begin(Departure.Kind.FOR_GOOD, now);
        wishes("");
    }

    @Test
    void aForcedMoveIsNotUndone() {
        holder(new Failback.Sticky(), 6);
        parts.around.intentRead(Intent.NONE.inMaintenance(A));
        parts.ownMoves.tolerate();
        wishes("");
        parts.around.intentRead(Intent.NONE);
        wishes("");
        parts.around.intentRead(Intent.NONE.inMaintenance(A));
        wishes("in maintenance");
    }
}
