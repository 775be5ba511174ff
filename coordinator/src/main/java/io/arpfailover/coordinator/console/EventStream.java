package io.arpfailover.coordinator.console;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What one reader has yet to be sent, as server-sent events. A reader that is so slow that its queue is full is cut off:
 * its browser comes back, and is then told everything anew.
 */
final class EventStream {
    /** A sign of life for both sides: the reader hears that we are there, and we find out whether it is. */
    static final String STILL_HERE = frame("here", "1");

    private final BlockingQueue<String> waiting;
    private volatile boolean cut;

    EventStream(int mostWaiting) {
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
    }

    /** One event in the form of the wire: each line of its data bears the field's name. */
    static String frame(String event, String data) {
        return "event: " + event + "\n"
                + data.lines().map(line -> "data: " + line + "\n").collect(Collectors.joining())
                + "\n";
    }

    void tell(String frame) {
        cut |= !waiting.offer(frame);
    }

    void cut() {
        cut = true;
    }

    /** What to send next, within this time; empty when the reader is cut off. */
    Optional<String> next(Duration patience) throws InterruptedException {
        if (cut) {
            return Optional.empty();
        }
        String frame = waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return cut ? Optional.empty() : Optional.of(frame == null ? STILL_HERE : frame);
    }
}
