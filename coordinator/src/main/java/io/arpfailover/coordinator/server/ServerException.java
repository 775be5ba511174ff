package io.arpfailover.coordinator.server;

/** A ZooKeeper server that could not be started. The message is one line: what, where, and what to do. */
public final class ServerException extends Exception {
    private static final long serialVersionUID = 1L;

    ServerException(String message) {
        super(message);
    }

    ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
