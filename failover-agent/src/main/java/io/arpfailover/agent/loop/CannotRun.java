package io.arpfailover.agent.loop;

/** This agent cannot run here; the message is one line for the user: what, where and what to do. */
final class CannotRun extends Exception {
    private static final long serialVersionUID = 1L;

    CannotRun(String message) {
        super(message);
    }

    CannotRun(String message, Throwable cause) {
        super(message, cause);
    }
}
