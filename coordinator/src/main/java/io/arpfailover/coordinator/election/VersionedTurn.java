package io.arpfailover.coordinator.election;

/**
 * A turn as it was read.
 *
 * @param born when the record was made, as ZooKeeper counts its changes: a record made anew has a later birth
 * @param version what a compare-and-set must name to replace it; each write makes it one more
 */
public record VersionedTurn(Turn turn, long born, int version) {

    boolean isNewerThan(VersionedTurn other) {
        return born != other.born ? born > other.born : version > other.version;
    }
}
