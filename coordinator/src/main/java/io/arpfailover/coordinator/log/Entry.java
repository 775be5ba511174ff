package io.arpfailover.coordinator.log;

import java.util.Optional;
import org.slf4j.event.Level;

/**
 * One thing to be logged.
 *
 * @param logger its short name
 * @param thrown a bug, whose stack is of use
 */
record Entry(Level level, String logger, String message, Optional<Throwable> thrown) {}
