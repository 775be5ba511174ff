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

    private ExitCode() {}
}
