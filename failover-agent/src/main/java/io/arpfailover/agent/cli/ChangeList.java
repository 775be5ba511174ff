package io.arpfailover.agent.cli;

import java.io.PrintWriter;
import java.util.List;

/** A line for each change, for whatever is no terminal. */
final class ChangeList implements Display {
    private final PrintWriter out;
    private String last = "";

    ChangeList(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(List<WatchView.Line> screen, String change) {
        if (!change.equals(last)) {
            last = change;
            out.println(change);
            out.flush();
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
