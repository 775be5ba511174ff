package io.arpfailover.agent.record;

import java.io.IOException;

/** A file that cannot be written. The message is one line for the user: what, where, and what to do. */
public final class RecordException extends IOException {
    private static final long serialVersionUID = 1L;

    RecordException(String message) {
        super(message);
    }

    RecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
