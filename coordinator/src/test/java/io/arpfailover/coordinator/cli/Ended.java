package io.arpfailover.coordinator.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** How the program ended and what it printed. */
record Ended(int code, String out, String err) {
    /** Runs the program in this process, with words that blanks separate. */
    static Ended of(String words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Coordinator.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(words.split(" ", -1));
        return new Ended(code, out.toString(), err.toString());
    }
}
