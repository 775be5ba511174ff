package io.arpfailover.agent.stack;

/** An interface that cannot be worked on. The message is one line for the user: what, where, and what to do. */
public final class StackException extends Exception {
    private static final long serialVersionUID = 1L;

    StackException(String message) {
        super(message);
    }

    StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
