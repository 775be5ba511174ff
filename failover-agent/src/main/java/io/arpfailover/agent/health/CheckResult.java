package io.arpfailover.agent.health;

/**
 * How one run of a check ended.
 *
 * @param name the check's
 * @param passed whether all is well
 * @param text one line of at most 200 characters, perhaps empty: whatever is given is cut down to that
 */
public record CheckResult(String name, boolean passed, String text) {
    private static final int LONGEST_TEXT = 200;

    public CheckResult {
        String line = text.strip().lines().findFirst().orElse("").strip();
        String bounded = line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT);
        text = bounded.replaceAll("\\p{Cntrl}", "?");
    }

    public static CheckResult passed(String name, String text) {
        return new CheckResult(name, true, text);
    }

    public static CheckResult failed(String name, String text) {
        return new CheckResult(name, false, text);
    }
}
