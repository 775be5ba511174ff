package io.arpfailover.coordinator.zookeeper;

import org.apache.zookeeper.ZooKeeper;

/** Where a turn is decided: what of ZooKeeper is watched, read and written for it. */
interface TurnSource extends AutoCloseable {

    /** There is a session with a connection: a new one, or the same again. Any thread; returns at once. */
    void connected(ZooKeeper handle);

    /** Gives the turn up, and waits a little until the others can know. */
    @Override
    void close();
}
