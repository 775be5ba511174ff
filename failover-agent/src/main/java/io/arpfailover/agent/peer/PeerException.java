package io.arpfailover.agent.peer;

import java.io.IOException;

/** A secret, a socket or a promise file that cannot be used. The message is one line: what, where, and what to do. */
public final class PeerException extends IOException {
    private static final long serialVersionUID = 1L;

    PeerException(String message) {
        super(message);
    }

    PeerException(String message, Throwable cause) {
        super(message, cause);
    }
}
