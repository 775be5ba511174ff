package io.arpfailover.agent.cli.arp;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bar on a terminal, redrawn in place; nothing where there is no terminal to draw on. */
final class Progress implements AutoCloseable {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final int CELLS = 40;
    private static final int PERCENT = 100;

    private final PrintWriter terminal;
    private final boolean shown;
    private final long whole;
    private int drawn = -1;

    /**
     * @param shown whether there is anybody to see it
     * @param whole how many steps make it full
     */
    Progress(PrintWriter terminal, boolean shown, long whole) {
        this.terminal = terminal;
        this.shown = shown && whole > 0;
        this.whole = whole;
    }

    /** A progress on standard error, if that is a terminal and the answer is for people. */
    static Progress of(OnInterface command, long whole) {
        return new Progress(command.err(), isOnTerminal() && !command.isJson(), whole);
    }

    /** Asked of the kernel, since Java tells only of a console, which from Java 22 on is there without a terminal. */
    private static boolean isOnTerminal() {
        try {
            Path file = Files.readSymbolicLink(STANDARD_ERROR);
            return file.startsWith("/dev/pts") || file.toString().startsWith("/dev/tty");
        } catch (IOException unknown) {
            return false;
        }
    }

    void reached(long steps, String note) {
        int percent = (int) (PERCENT * Math.min(steps, whole) / Math.max(1, whole));
        if (!shown || percent == drawn) {
            return;
        }
        drawn = percent;
        int full = CELLS * percent / PERCENT;
        terminal.print(
                "\r[" + "#".repeat(full) + " ".repeat(CELLS - full) + "] " + percent + " % " + note + "\u001b[K");
        terminal.flush();
    }

    /** Takes the bar away, so that what is printed next begins on a clean line. */
    @Override
    public void close() {
        if (drawn >= 0) {
            terminal.print("\r\u001b[K");
            terminal.flush();
        }
    }
}
