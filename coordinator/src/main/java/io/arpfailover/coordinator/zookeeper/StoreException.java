package io.arpfailover.coordinator.zookeeper;

/** Something ZooKeeper, or the way to it, refused. The message is one line: what, where, and what to do. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
