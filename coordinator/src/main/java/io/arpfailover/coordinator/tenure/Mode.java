package io.arpfailover.coordinator.tenure;

/** What the holder's lease rests on. */
public enum Mode {
    /** On ZooKeeper: the holder renews by compare-and-set, and the tenure is free only when its session has ended. */
    SOLO,
    /** On the heir's promises, which it renews at each heartbeat; ZooKeeper may be away. */
    PAIRED
}
