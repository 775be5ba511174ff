package io.arpfailover.agent.cli;

/** What the program's exit code says. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;
    /** The agent, or the network, says no. */
    public static final int REFUSED = 1;
    /** The user's mistake, or it cannot run here. */
    public static final int UNUSABLE = 2;
    /** A bug. */
    public static final int BUG = 3;

    /** For the help of a command, as picocli wants it. */
    public static final String HEADING = "%nExit codes:%n";

    public static final String UNUSABLE_MEANS = " 2:a mistake in what was given, or it cannot run here";
    public static final String BUG_MEANS = " 3:a bug in this program";

    private ExitCode() {}
}
