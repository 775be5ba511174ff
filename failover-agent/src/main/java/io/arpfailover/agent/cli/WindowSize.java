package io.arpfailover.agent.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a terminal's window, in characters.
 *
 * @param rows 1 or more
 * @param columns 1 or more
 */
record WindowSize(int rows, int columns) {
    /** What every terminal has, when it does not say. */
    static final WindowSize USUAL = new WindowSize(24, 80);

    private static final Pattern ANSWER = Pattern.compile("([1-9]\\d{0,3}) ([1-9]\\d{0,3})\\s*");
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");

    /** Whether the standard output is a terminal. */
    static boolean isThere() {
        try {
            String target = Files.readSymbolicLink(OUTPUT).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }

    /** As it is now. The JVM cannot ask for it; stty(1) can. */
    static WindowSize now() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException noTerminal) {
            return USUAL;
        }
    }

    static WindowSize parse(String answer) {
        Matcher parts = ANSWER.matcher(answer);
        return parts.matches()
                ? new WindowSize(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)))
                : USUAL;
    }
}
