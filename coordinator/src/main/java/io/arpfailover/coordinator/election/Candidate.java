package io.arpfailover.coordinator.election;

import java.util.regex.Pattern;

/**
 * One process that wants the turn. No two may ever have the same name, not even one after the other: a successor of the
 * same name would take the turn of one that is frozen for its own.
 *
 * @param text 1 to 128 characters: letters, digits, dots, hyphens and colons
 */
public record Candidate(String text) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9.:-]{1,128}");

    public Candidate {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a candidate's name: '" + text + "' (1 to 128 letters, digits, dots, hyphens or colons)");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
