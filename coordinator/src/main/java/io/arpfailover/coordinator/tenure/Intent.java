package io.arpfailover.coordinator.tenure;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What the administrators want of a cluster, kept in ZooKeeper beside the tenure.
 *
 * @param pausedBy who asked that nothing moves by itself; empty when everything may
 * @param maintenance the members that shall not hold the addresses, in order of their names
 * @param switchover the last request to move the addresses, open or ended
 */
public record Intent(Optional<String> pausedBy, Set<NodeName> maintenance, Optional<Switchover> switchover) {
    public static final Intent NONE = new Intent(Optional.empty(), Set.of(), Optional.empty());

    public Intent {
        maintenance = Collections.unmodifiableSet(new TreeSet<>(maintenance));
    }

    /** Nothing moves by itself from now on. Who asked first is who is named. */
    public Intent paused(String by) {
        return isPaused() ? this : new Intent(Optional.of(by), maintenance, switchover);
    }

    public Intent resumed() {
        return new Intent(Optional.empty(), maintenance, switchover);
    }

    public boolean isPaused() {
        return pausedBy.isPresent();
    }

    /** The member shall not hold the addresses until {@link #inService}. */
    public Intent inMaintenance(NodeName node) {
        return maintained(nodes -> nodes.add(node));
    }

    public Intent inService(NodeName node) {
        return maintained(nodes -> nodes.remove(node));
    }

    public boolean isInMaintenance(NodeName node) {
        return maintenance.contains(node);
    }

    /**
     * With this request open, unless another one is. Asked a second time for the same request it changes nothing: what
     * was opened the first time may be closed by now, and must stay so.
     */
    public Intent opened(Switchover request) {
        boolean busy = names(request.id()) || openSwitchover().isPresent();
        return busy ? this : with(request);
    }

    /** With this request as it ended; one that is closed already stays as it is. */
    public Intent closed(Switchover ended) {
        boolean open = names(ended.id()) && openSwitchover().isPresent();
        return open ? with(ended) : this;
    }

    /** Whether the last request is this one. */
    public boolean names(String id) {
        return switchover.filter(request -> request.id().equals(id)).isPresent();
    }

    public Optional<Switchover> openSwitchover() {
        return switchover.filter(Switchover::isOpen);
    }

    private Intent with(Switchover request) {
        return new Intent(pausedBy, maintenance, Optional.of(request));
    }

    private Intent maintained(Consumer<Set<NodeName>> change) {
        Set<NodeName> nodes = new TreeSet<>(maintenance);
        change.accept(nodes);
        return new Intent(pausedBy, nodes, switchover);
    }
}
