package io.arpfailover.coordinator.tenure;

/** What the holder's lease rests on. */
public enum Mode {
    /** On ZooKeeper: the holder renews by compare-and-set, and the tenure is free only when its session has ended. */
    SOLO,
    /** On the heir's promises. Not spoken by this version, which therefore never claims from such a tenure. */
    PAIRED
}
