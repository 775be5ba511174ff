package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.MoveReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code status --watch} under way: looks again and again, until it is interrupted or nobody reads its output. */
final class WatchRun {
    private static final String NO_COLOUR = "NO_COLOR";

    private final ControlClient agent;
    private final ZoneId zone;
    private final Duration interval;
    private final PrintWriter out;
    private final CountDownLatch interrupted = new CountDownLatch(1);

    WatchRun(ControlClient agent, ZoneId zone, Duration interval, PrintWriter out) {
        this.agent = agent;
        this.zone = zone;
        this.interval = interval;
        this.out = out;
    }

    /** The terminal is given back however this ends: the hook runs on Ctrl-C, the closing on an error. */
    void run() {
        StatusWatch watch = new StatusWatch(asked(), zone, System::currentTimeMillis);
        try (Display display = display()) {
            Thread giveBack = new Thread(() -> end(display), "give-back");
            Runtime.getRuntime().addShutdownHook(giveBack);
            do {
                watch.look(display);
            } while (!out.checkError() && !interrupted.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Display display) {
        display.close();
        interrupted.countDown();
    }

    private Display display() {
        return WindowSize.isThere()
                ? new LiveScreen(out, WindowSize::now, System.getenv(NO_COLOUR) == null)
                : new ChangeList(out);
    }

    private StatusWatch.Agent asked() {
        return new StatusWatch.Agent() {
            @Override
            public AgentStatus status() throws ControlFailure {
                return agent.status();
            }

            @Override
            public List<MoveReport> history() throws ControlFailure {
                return agent.history();
            }
        };
    }
}
