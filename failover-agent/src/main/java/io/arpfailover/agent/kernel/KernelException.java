package io.arpfailover.agent.kernel;

/**
 * The kernel or a library cannot be used at all, or a question to it had no answer.
 *
 * <p>The message is one line for the user: what failed, and what to do about it. Changes that fail are no exceptions
 * but a {@link KernelResult}.
 */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KernelException(String message) {
        super(message);
    }

    KernelException(String message, Throwable cause) {
        super(message, cause);
    }
}
