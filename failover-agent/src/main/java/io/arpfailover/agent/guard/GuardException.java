package io.arpfailover.agent.guard;

/** An inspection that cannot begin. The message is one line, or one for each mistake in the bindings file. */
public final class GuardException extends Exception {
    private static final long serialVersionUID = 1L;

    GuardException(String message) {
        super(message);
    }
}
