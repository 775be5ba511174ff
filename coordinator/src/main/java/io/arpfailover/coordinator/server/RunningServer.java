package io.arpfailover.coordinator.server;

import java.net.InetSocketAddress;

/** A ZooKeeper server in this process. */
public interface RunningServer extends AutoCloseable {

    /** What it serves and where, for people. */
    String description();

    /** Where clients reach it; any local address when it listens on all. */
    InetSocketAddress clientAddress();

    /** Waits until the server has ended, by itself or through {@link #close}. */
    void awaitEnd() throws InterruptedException;

    /** Stops serving. Sessions live on: clients find them again at a restart or at another server of the quorum. */
    @Override
    void close();
}
