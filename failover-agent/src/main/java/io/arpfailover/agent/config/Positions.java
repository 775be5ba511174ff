package io.arpfailover.agent.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where each field of a configuration file was written.
 *
 * @param file as the user named it
 * @param byField by path, such as {@code zookeeper.session}; an item of a list is {@code addresses[0]}
 */
public record Positions(Path file, Map<String, Position> byField) {

    public Positions {
        byField = Map.copyOf(byField);
    }

    /** The place of a field; of a default, the place of the section it would be in. */
    public Position of(String field) {
        if (byField.containsKey(field)) {
            return byField.get(field);
        }
        int parent = Math.max(field.lastIndexOf('.'), field.lastIndexOf('['));
        return parent < 0 ? Position.START : of(field.substring(0, parent));
    }

    /** A problem that shows only outside the file (on this machine, in ZooKeeper), at the line that causes it. */
    public ConfigProblem problem(Key key, String message) {
        return new ConfigProblem(file, of(key.path()), key.path(), message);
    }

    /** The same, for one item of a list. */
    public ConfigProblem problem(Key key, int item, String message) {
        return new ConfigProblem(file, of(key.item(item)), key.path(), message);
    }
}
