package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What one member knows of the tenure and of who is registered, and whether that can be out of date. */
final class Knowledge {
    private final NodeName self;
    private final Vacancy vacancy;
    private Optional<VersionedTenure> known = Optional.empty();
    private boolean certain;
    private boolean overruled;
    private Optional<Set<NodeName>> present = Optional.empty();

    /**
     * Knows nothing yet.
     *
     * @param longestPromise for how long this member may be bound by a promise; zero if it gives none
     */
    Knowledge(NodeName self, Duration longestPromise) {
        this.self = self;
        this.vacancy = new Vacancy(longestPromise);
    }

    // ---- learning

    /** Read, or written by us; tells whether holder, epoch or mode have changed. */
    boolean learn(VersionedTenure seen, Duration lease, MonotonicTime now) {
        boolean news = tenure().isEmpty() || !sameTerm(tenure().get(), seen.tenure());
        known = Optional.of(seen);
        certain = true;
        overruled = false;
        vacancy.read(seen.tenure(), lease, now);
        return news;
    }

    /** A watch may be slower than the answer to our own call. */
    boolean isNewerThan(VersionedTenure seen) {
        return certain && known.isPresent() && seen.version() < known.get().version();
    }

    /**
     * Whether it belongs to another record than the one known: epochs only grow, unless somebody deletes the record and
     * a member makes it again. Or it is very late, which a second reading tells.
     */
    boolean isOfAnotherRecord(VersionedTenure seen) {
        return seen.tenure().epoch() < epoch();
    }

    /** The record that the holder says it has made of the one we know, which named it; empty when we know another. */
    Optional<VersionedTenure> successor(Handover told) {
        return tenure().filter(before -> certain
                        && before.mode() == Mode.PAIRED
                        && isHeir()
                        && told.epoch() == before.epoch() + 1
                        && told.version() == version() + 1)
                .map(before -> new Tenure(
                        Optional.of(self),
                        told.epoch(),
                        Mode.PAIRED,
                        before.holder(),
                        told.sinceEpochMillis(),
                        told.why()))
                .map(next -> new VersionedTenure(next, told.version()));
    }

    /** What is known may be out of date. */
    void doubt() {
        certain = false;
    }

    /** The other member knows a later epoch, which names it. */
    void overruled() {
        certain = false;
        overruled = true;
    }

    void members(Set<NodeName> nowPresent) {
        present = Optional.of(Set.copyOf(nowPresent));
    }

    /** The list of members is out of date; the news is on its way. */
    void doubtMembers() {
        present = Optional.empty();
    }

    /** Without a session nothing is heard any more; what the tenure was stays known. */
    void sessionLost() {
        certain = false;
        present = Optional.empty();
        vacancy.forget();
    }

    void onTimeout(MonotonicTime now) {
        vacancy.onTimeout(now);
    }

    MonotonicTime nextTimeout() {
        return vacancy.nextTimeout();
    }

    /** Whether it is ours, and was PAIRED until now. */
    boolean hasParted(Tenure seen) {
        return seen.isHeldBy(self)
                && seen.mode() == Mode.SOLO
                && tenure().filter(before -> before.mode() == Mode.PAIRED && before.epoch() == seen.epoch())
                        .isPresent();
    }

    private static boolean sameTerm(Tenure before, Tenure after) {
        return before.holder().equals(after.holder())
                && before.epoch() == after.epoch()
                && before.mode() == after.mode();
    }

    // ---- what is known

    boolean isCertain() {
        return certain;
    }

    Optional<Tenure> tenure() {
        return known.map(VersionedTenure::tenure);
    }

    /** The version that a compare-and-set must name. */
    int version() {
        return known.orElseThrow().version();
    }

    boolean isNamed() {
        return !overruled && tenure().filter(tenure -> tenure.isHeldBy(self)).isPresent();
    }

    long epoch() {
        return tenure().map(Tenure::epoch).orElse(0L);
    }

    Mode mode() {
        return tenure().map(Tenure::mode).orElse(Mode.SOLO);
    }

    /** Whether the sender of this heartbeat is the holder, in the present epoch (rule 11). */
    boolean isFromHolder(Heartbeat heartbeat) {
        return tenure().filter(tenure -> tenure.holder().isPresent() && !tenure.isHeldBy(self))
                .filter(tenure -> tenure.epoch() == heartbeat.epoch())
                .isPresent();
    }

    boolean isAhead(Heartbeat heartbeat) {
        return tenure().filter(tenure -> heartbeat.epoch() > tenure.epoch()).isPresent();
    }

    boolean isVacant() {
        return tenure().filter(tenure -> tenure.holder().isEmpty()).isPresent();
    }

    /** Whether the tenure has been vacant for so long that no lease from before can be left. */
    boolean isLongVacant() {
        return vacancy.hasLasted();
    }

    /** Whether we are the heir whose promises a PAIRED tenure rests on: nobody else may claim it by its version alone. */
    boolean isHeir() {
        return tenure().flatMap(Tenure::heir).equals(Optional.of(self));
    }

    /** Whether the holder's session has ended, as far as is known. */
    boolean isHolderGone() {
        return tenure().flatMap(Tenure::holder)
                .filter(holder -> present.isPresent() && !present.get().contains(holder))
                .isPresent();
    }

    /** The other member, if one is registered. */
    Optional<NodeName> other() {
        return present.stream()
                .flatMap(Set::stream)
                .filter(node -> !node.equals(self))
                .findFirst();
    }
}
