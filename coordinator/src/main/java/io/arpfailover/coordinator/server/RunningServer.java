package io.arpfailover.coordinator.server;

/** A ZooKeeper server in this process. */
public interface RunningServer extends AutoCloseable {

    /** What it serves and where, for people. */
    String description();

    /** Waits until the server has ended, by itself or through {@link #close}. */
    void awaitEnd() throws InterruptedException;

    /** Stops serving. Sessions live on: clients find them again at a restart or at another server of the quorum. */
    @Override
    void close();
}
