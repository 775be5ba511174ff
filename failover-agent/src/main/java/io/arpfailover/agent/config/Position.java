package io.arpfailover.agent.config;

import org.yaml.snakeyaml.error.Mark;

/**
 * A place in a text file, counted from 1 as editors do.
 *
 * @param line the line, or 0 when the problem is with the file as a whole
 * @param column the column in that line, or 0
 */
public record Position(int line, int column) {
    /** The file as a whole. */
    public static final Position WHOLE_FILE = new Position(0, 0);

    static final Position START = new Position(1, 1);

    static Position of(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
