package io.arpfailover.coordinator.console;

/** A console that cannot be served as it is set up. The message is one line: what, where, and what to do. */
public final class ConsoleException extends Exception {
    private static final long serialVersionUID = 1L;

    ConsoleException(String message) {
        super(message);
    }

    ConsoleException(String message, Throwable cause) {
        super(message, cause);
    }
}
