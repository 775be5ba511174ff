package io.arpfailover.agent.record;

import io.arpfailover.agent.link.TappedFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Frames that came by several ways, put into the order of their times. Reads no clock: a frame may go when one came that
 * is younger by the longest lag, or when nothing came for so long.
 *
 * <p>Holds what comes within one lag, {@value #MOST_FRAMES} frames at most; beyond that the oldest goes early.
 */
final class InOrder {
    static final int MOST_FRAMES = 100_000;

    private final Duration longestLag;
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparing(Waiting::at).thenComparingLong(Waiting::number));
    private Instant youngest = Instant.MIN;
    private long taken;

    InOrder(Duration longestLag) {
        this.longestLag = longestLag;
    }

    /** Takes one, and gives those which nothing can precede any more. */
    List<TappedFrame> put(TappedFrame frame) {
        waiting.add(new Waiting(frame, taken++));
        youngest = frame.at().isAfter(youngest) ? frame.at() : youngest;
        Instant settled = youngest.minus(longestLag);
        List<TappedFrame> due = new ArrayList<>();
        while (!waiting.isEmpty()
                && (waiting.size() > MOST_FRAMES || waiting.peek().at().isBefore(settled))) {
            due.add(waiting.remove().frame());
        }
        return due;
    }

    /** All there are: nothing came for the longest lag. */
    List<TappedFrame> rest() {
        List<TappedFrame> due = new ArrayList<>();
        while (!waiting.isEmpty()) {
            due.add(waiting.remove().frame());
        }
        return due;
    }

    /** Frames of one instant keep the order in which they came. */
    private record Waiting(TappedFrame frame, long number) {
        Instant at() {
            return frame.at();
        }
    }
}
