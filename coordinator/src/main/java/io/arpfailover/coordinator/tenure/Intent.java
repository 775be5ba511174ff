package io.arpfailover.coordinator.tenure;

import java.util.Optional;

/**
 * What the administrators want of a cluster, kept in ZooKeeper beside the tenure.
 *
 * @param switchover the last request to move the addresses, open or ended
 */
public record Intent(Optional<Switchover> switchover) {
    public static final Intent NONE = new Intent(Optional.empty());
}
