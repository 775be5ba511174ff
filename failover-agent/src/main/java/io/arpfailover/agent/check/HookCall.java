package io.arpfailover.agent.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** One run of an operator's program, which may have to wait for its turn. What it is told is asked for when it comes. */
public interface HookCall {
    /** What happened, for the result. */
    String name();

    /** Absolute; it need not exist yet. */
    Path program();

    /** How long it may take. */
    Duration limit();

    /** Whether it tells how things stand now, so that a later one of this kind says all that this one does. */
    boolean tellsState();

    /** What it finds in its environment, beside {@code PATH} and {@code LC_ALL}. On the worker. */
    Map<String, String> environment();

    /** What it finds on its standard input. On the worker. */
    String input();
}
