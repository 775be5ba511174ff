package io.arpfailover.agent.control;

/**
 * A control socket that cannot be opened, or an agent that cannot be asked. The message is one line for the user: what,
 * where and what to do.
 */
public final class ControlFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public ControlFailure(String message) {
        super(message);
    }

    public ControlFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
