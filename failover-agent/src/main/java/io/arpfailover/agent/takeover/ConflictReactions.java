package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdEffect;
import io.arpfailover.agent.takeover.Effect.Notice;
import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one turn of conflict detection means for the wire and for the people who watch. */
final class ConflictReactions implements AcdEffect.Performer {
    private final Announcements announcements;
    private final ConflictTally tally;
    private final boolean quiet;
    private final MonotonicTime now;
    private final List<Effect> effects = new ArrayList<>();
    private Optional<String> lost = Optional.empty();

    /**
     * @param quiet whether nobody needs to hear that the other member has the addresses, because it holds them
     */
    ConflictReactions(Announcements announcements, ConflictTally tally, boolean quiet, MonotonicTime now) {
        this.announcements = announcements;
        this.tally = tally;
        this.quiet = quiet;
        this.now = now;
    }

    List<Effect> effects() {
        return effects;
    }

    /** Why an address must be given up at once, if one must. */
    Optional<String> lost() {
        return lost;
    }

    @Override
    public void sendProbe(AcdEffect.SendProbe effect) {
        effects.addAll(announcements.probe(effect.address(), now));
    }

    @Override
    public void ready(AcdEffect.Ready effect) {
        // Whether all addresses are ready is asked when the turn ends.
    }

    @Override
    public void announce(AcdEffect.Announce effect) {
        effects.addAll(announcements.announce(effect.address(), now));
    }

    @Override
    public void conflict(AcdEffect.Conflict effect) {
        tally.conflict();
        tell(
                Severity.ERROR,
                effect.address() + " is in use by " + effect.by()
                        + ", which is not of this pair; take the address from that host");
    }

    @Override
    public void defend(AcdEffect.Defend effect) {
        tally.defended();
        tell(Severity.WARN, effect.by() + " uses " + effect.address() + ", which we hold; announcing it again");
        effects.addAll(announcements.defend(effect.address(), now));
    }

    @Override
    public void lost(AcdEffect.Lost effect) {
        tally.lost();
        lost = Optional.of(effect.by() + " uses " + effect.address() + " and we give way");
    }

    @Override
    public void heldByPeer(AcdEffect.HeldByPeer effect) {
        if (!quiet) {
            tell(Severity.INFO, "the other member's kernel still has " + effect.address());
        }
    }

    @Override
    public void rivalPeer(AcdEffect.RivalPeer effect) {
        tell(Severity.WARN, "the other member still sent with " + effect.address() + "; announcing it again");
        effects.addAll(announcements.rival(effect.address(), now));
    }

    private void tell(Severity severity, String text) {
        effects.add(new Notice(severity, text));
    }
}
