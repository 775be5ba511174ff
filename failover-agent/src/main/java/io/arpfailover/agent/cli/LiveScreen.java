package io.arpfailover.agent.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;

/**
 * A terminal's alternate screen, drawn over in place; what was there before is back when it is closed. Any thread may
 * close it, and nothing is drawn afterwards. The sequences are those of ECMA-48 and xterm.
 */
final class LiveScreen implements Display {
    private static final String ESCAPE = "\u001b[";
    private static final String BEGIN = ESCAPE + "?1049h" + ESCAPE + "?25l";
    private static final String END = ESCAPE + "?25h" + ESCAPE + "?1049l";
    private static final String HOME = ESCAPE + "H";
    private static final String REST_OF_LINE = ESCAPE + "K";
    private static final String REST_OF_SCREEN = ESCAPE + "J";

    private final PrintWriter out;
    private final Supplier<WindowSize> size;
    private final boolean colours;
    private boolean closed;

    /**
     * @param size the window's, asked at each drawing
     */
    LiveScreen(PrintWriter out, Supplier<WindowSize> size, boolean colours) {
        this.out = out;
        this.size = size;
        this.colours = colours;
        out.print(BEGIN);
        out.flush();
    }

    @Override
    public synchronized void show(List<WatchView.Line> screen, String change) {
        if (closed) {
            return;
        }
        WindowSize now = size.get();
        StringBuilder drawn = new StringBuilder(HOME);
        for (int row = 0; row < Math.min(screen.size(), now.rows()); row++) {
            drawn.append(row == 0 ? "" : "\r\n")
                    .append(line(screen.get(row), now.columns()))
                    .append(REST_OF_LINE);
        }
        out.print(drawn.append(REST_OF_SCREEN));
        out.flush();
    }

    /** What an agent or a check says could hold control characters, which are no text. */
    private String line(WatchView.Line line, int columns) {
        String text = line.text().replaceAll("\\p{Cntrl}", " ");
        String fits = text.length() < columns ? text : text.substring(0, Math.max(0, columns - 1));
        return colours ? line.tone().paint(fits) : fits;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            out.print(END);
            out.flush();
        }
    }
}
