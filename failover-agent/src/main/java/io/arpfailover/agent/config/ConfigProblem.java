package io.arpfailover.agent.config;

import java.nio.file.Path;

/**
 * One thing wrong with a configuration file, and what to do about it; printed as one line.
 *
 * @param file as the user named it
 * @param position where in the file
 * @param field the key's path with dots, such as {@code zookeeper.session}; empty when no field is concerned
 * @param message what is wrong and the remedy, without a line break
 */
public record ConfigProblem(Path file, Position position, String field, String message) {

    /** {@code agent.yaml:4:12: addresses: '10.77.0.300/24' is not …; write it as …}. */
    @Override
    public String toString() {
        String where = position.line() == 0 ? "" : ":" + position.line() + ":" + position.column();
        return file + where + ": " + (field.isEmpty() ? "" : field + ": ") + message;
    }
}
