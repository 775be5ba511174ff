package io.arpfailover.coordinator.zookeeper;

import java.time.Duration;
import org.apache.zookeeper.ZooKeeper;

/**
 * One ZooKeeper session, and the handle that speaks in it and in no other: a handle whose session ended is dead.
 *
 * @param timeout what the server granted
 */
record Session(ZooKeeper handle, long id, Duration timeout) {
    static Session of(ZooKeeper handle) {
        return new Session(handle, handle.getSessionId(), Duration.ofMillis(handle.getSessionTimeout()));
    }

    boolean isConnected() {
        return handle.getState() == ZooKeeper.States.CONNECTED;
    }
}
