package io.arpfailover.agent.cli;

import java.util.List;

/** Where {@code status --watch} shows what it sees. */
interface Display extends AutoCloseable {
    /**
     * Shows what is so now.
     *
     * @param screen for a person
     * @param change the same in one line, without what changes all the time
     */
    void show(List<WatchView.Line> screen, String change);

    @Override
    void close();
}
