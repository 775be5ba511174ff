package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.MoveReport;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What {@code status --watch} knows from one look to the next. An agent that does not answer is asked again. */
final class StatusWatch {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final long NEVER = -1;
    /** A move is written when the gateway has answered, or a second later. */
    private static final int LOOKS_FOR_A_MOVE = 5;

    /** The agent, or what stands for it. */
    interface Agent {
        AgentStatus status() throws ControlFailure;

        /** Oldest first. */
        List<MoveReport> history() throws ControlFailure;
    }

    private final Agent agent;
    private final ZoneId zone;
    private final LongSupplier epochMillis;
    private List<MoveReport> moves = List.of();
    private long epoch = NEVER;
    private int looksLeft;
    private long fullLease;
    private long silentSince = NEVER;
    private Optional<WatchView> last = Optional.empty();

    /**
     * @param epochMillis the wall clock
     */
    StatusWatch(Agent agent, ZoneId zone, LongSupplier epochMillis) {
        this.agent = agent;
        this.zone = zone;
        this.epochMillis = epochMillis;
    }

    /** One look at the agent. */
    void look(Display display) {
        try {
            AgentStatus status = agent.status();
            silentSince = NEVER;
            fullLease = Math.max(fullLease, status.leaseLeftMillis().orElse(0L));
            readMoves(status);
            WatchView view = new WatchView(status, moves, fullLease, zone);
            last = Optional.of(view);
            display.show(screen(Optional.empty(), view.lines()), ChangeLine.of(status));
        } catch (ControlFailure silent) {
            showSilence(silent, display);
        }
    }

    /** They are in ZooKeeper, which is asked only when there must be a new one. */
    private void readMoves(AgentStatus status) {
        if (status.epoch() != epoch) {
            epoch = status.epoch();
            looksLeft = LOOKS_FOR_A_MOVE;
        }
        if (looksLeft == 0 || !status.zookeeper().connected()) {
            return;
        }
        try {
            moves = agent.history();
            boolean complete = moves.stream().anyMatch(move -> move.epoch() == epoch);
            looksLeft = complete ? 0 : looksLeft - 1;
        } catch (ControlFailure notNow) {
            looksLeft--;
        }
    }

    private void showSilence(ControlFailure why, Display display) {
        if (silentSince == NEVER) {
            silentSince = epochMillis.getAsLong();
        }
        String since = "agent not answering since " + time(silentSince) + ": " + why.getMessage();
        display.show(
                screen(Optional.of(since), last.map(WatchView::lines).orElse(List.of())),
                "agent=silent because=\"" + why.getMessage().replace('"', '\'') + "\"");
    }

    /** The last picture stays, marked as such: it says what was so when the agent fell silent. */
    private List<WatchView.Line> screen(Optional<String> silence, List<WatchView.Line> picture) {
        List<WatchView.Line> lines = new ArrayList<>();
        lines.add(new WatchView.Line(Tone.FAINT, time(epochMillis.getAsLong()) + "  Ctrl-C ends"));
        silence.ifPresent(text -> {
            lines.add(new WatchView.Line(Tone.BAD, text));
            lines.add(new WatchView.Line(Tone.FAINT, "what it said last:"));
        });
        for (WatchView.Line line : picture) {
            lines.add(silence.isPresent() ? new WatchView.Line(Tone.FAINT, line.text()) : line);
        }
        return lines;
    }

    private String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }
}
