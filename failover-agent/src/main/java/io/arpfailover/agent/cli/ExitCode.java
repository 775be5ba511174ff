package io.arpfailover.agent.cli;

/** What the program's exit code says. */
final class ExitCode {
    /** Done. */
    static final int OK = 0;
    /** The agent says no. */
    static final int REFUSED = 1;
    /** The user's mistake, or it cannot run here. */
    static final int UNUSABLE = 2;
    /** A bug. */
    static final int BUG = 3;

    private ExitCode() {}
}
