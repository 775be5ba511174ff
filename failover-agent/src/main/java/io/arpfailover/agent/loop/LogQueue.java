package io.arpfailover.agent.loop;

import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.regex.Pattern;

/**
 * The standard error as a queue: whoever logs never waits for whoever reads.
 *
 * <p>A pipe that nobody reads, or a journal that stands still, would else stop the loop at its next line. One daemon
 * thread writes. When the queue fills up, lines of level INFO and below are dropped first, so that a fifth of the room
 * is left to what is worse; how many were dropped is told when there is room again. Any thread may write.
 */
final class LogQueue extends OutputStream {
    /** A line longer than that becomes several. */
    static final int MOST_OCTETS = 16 * 1024;

    /** By the level behind the time, systemd's priority, or the field of a JSON object. */
    private static final Pattern UNIMPORTANT = Pattern.compile(
            "^(?:\\S+ (?:INFO|DEBUG|TRACE) |<[67]>|\\{\"time\":\"[^\"]*\",\"level\":\"(?:INFO|DEBUG|TRACE)\")");

    private static final int LEVEL_WITHIN = 80;

    private final OutputStream out;
    private final int capacity;
    private final Clock clock;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private boolean writing;
    private long dropped;
    private long droppedInAll;

    /**
     * @param capacity how many lines wait at most
     */
    LogQueue(OutputStream out, int capacity, Clock clock) {
        this.out = out;
        this.capacity = capacity;
        this.clock = clock;
        Thread thread = new Thread(this::run, "log");
        thread.setDaemon(true);
        thread.start();
    }

    /** Puts itself in the place of {@link System#err}, until {@link #leave}. */
    static LogQueue instead(int capacity, Clock clock) {
        LogQueue queue = new LogQueue(new FileOutputStream(FileDescriptor.err), capacity, clock);
        System.setErr(new PrintStream(queue, true, StandardCharsets.UTF_8));
        return queue;
    }

    /** Gives the standard error back, with what waits written as far as that is possible in this time. */
    void leave(Duration patience) {
        drain(patience);
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void write(int octet) {
        if (line.size() < MOST_OCTETS) {
            line.write(octet);
        }
    }

    @Override
    public synchronized void write(byte[] octets, int offset, int length) {
        line.write(octets, offset, Math.min(length, MOST_OCTETS - line.size()));
    }

    /** Queues the line when it is complete; never waits. */
    @Override
    public synchronized void flush() {
        byte[] octets = line.toByteArray();
        if (octets.length == MOST_OCTETS) {
            octets[octets.length - 1] = '\n';
        }
        if (octets.length == 0 || octets[octets.length - 1] != '\n') {
            return;
        }
        line.reset();
        if (waiting.size() < (isImportant(octets) ? capacity : capacity - capacity / 5)) {
            waiting.add(octets);
            notifyAll();
        } else {
            dropped++;
            droppedInAll++;
        }
    }

    private static boolean isImportant(byte[] octets) {
        String start = new String(octets, 0, Math.min(LEVEL_WITHIN, octets.length), StandardCharsets.ISO_8859_1);
        return !UNIMPORTANT.matcher(start).find();
    }

    /** How many lines were dropped since the start, told or not. */
    synchronized long droppedInAll() {
        return droppedInAll;
    }

    /** Waits until everything is written, for this long at most, and tells whether it is. */
    synchronized boolean drain(Duration patience) {
        MonotonicTime end = clock.now().plus(patience);
        try {
            while (isBusy()) {
                long left = clock.now().until(end).toMillis();
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !isBusy();
    }

    private boolean isBusy() {
        return writing || !waiting.isEmpty() || dropped > 0;
    }

    private void run() {
        try {
            while (true) {
                pass(next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
        }
    }

    private synchronized byte[] next() throws InterruptedException {
        writing = false;
        notifyAll();
        while (waiting.isEmpty() && dropped == 0) {
            wait();
        }
        writing = true;
        if (!waiting.isEmpty()) {
            return waiting.remove();
        }
        String told = "log-lines-dropped=" + dropped + " because=\"nobody read them\"\n";
        dropped = 0;
        return told.getBytes(StandardCharsets.UTF_8);
    }

    /** On the thread of its own, and the only call that may wait. */
    private void pass(byte[] octets) {
        try {
            out.write(octets);
            out.flush();
        } catch (IOException e) {
            return; // The reader is gone, so there is nobody to tell.
        }
    }
}
