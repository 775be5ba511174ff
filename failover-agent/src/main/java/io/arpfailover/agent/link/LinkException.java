package io.arpfailover.agent.link;

/** A link that cannot be opened. The message is one line for the user: what, where, and what to do. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
