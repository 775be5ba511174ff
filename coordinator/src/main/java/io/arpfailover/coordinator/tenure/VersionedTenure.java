package io.arpfailover.coordinator.tenure;

/**
 * A tenure as it was read, and the version a compare-and-set must name to replace it.
 *
 * @param version ZooKeeper's data version of the record; each write makes it one more
 */
public record VersionedTenure(Tenure tenure, int version) {}
