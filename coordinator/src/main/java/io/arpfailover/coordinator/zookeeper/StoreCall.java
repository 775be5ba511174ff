package io.arpfailover.coordinator.zookeeper;

/** What kind of write a {@link ClusterStore} waits for. */
public enum StoreCall {
    /** The compare-and-set of the tenure, which a lease may rest on. */
    TENURE,
    /** A write or reading of intent or history, with what it had to be repeated for. */
    NOTES
}
