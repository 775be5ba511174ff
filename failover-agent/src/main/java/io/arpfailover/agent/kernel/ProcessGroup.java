package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;

/**
 * A process and whatever it started, as long as that made no group of its own.
 *
 * @param leader the id of the process that the group is named after, also when that has ended
 */
public record ProcessGroup(int leader) {
    private static final int SIGKILL = 9;
    private static final int LOWEST = 2;

    public ProcessGroup {
        if (leader < LOWEST) {
            throw new IllegalArgumentException(leader + " stands for more than one process group");
        }
    }

    /** Ends all of it at once; there may be nothing left to end. */
    public void kill() {
        try {
            Libc.kill(-leader, SIGKILL);
        } catch (LastErrorException nothingThere) {
            return; // ESRCH: all have ended. Nothing else can be the matter with processes that we started.
        }
    }
}
