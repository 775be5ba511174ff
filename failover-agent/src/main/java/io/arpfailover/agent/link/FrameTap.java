package io.arpfailover.agent.link;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.pcap4j.core.PcapHandle.PcapDirection;

/**
 * Everything one interface hears and says, for a recorder: frames whole, unread, with the kernel's times.
 *
 * <p>pcap tells of no Ethernet frame which way it went, so there is one capture for each way, with a thread of its own.
 * Frames of one way come in order; the two ways may overtake each other by {@link #LONGEST_LAG}. A slow reader holds
 * the captures up, and what does not fit into the kernel's buffers meanwhile is lost and counted.
 *
 * <p>An interface that is deleted or switched off ends the tap; it is not opened again.
 */
public final class FrameTap implements AutoCloseable {
    /** How long a frame may have waited in a capture for others, with time for a thread to wake up. */
    public static final Duration LONGEST_LAG =
            Duration.ofMillis(CaptureMode.TIMEOUT_MILLIS).multipliedBy(2);

    private static final int WAITING_FRAMES = 4096;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final List<Way> ways;
    private final BlockingQueue<TappedFrame> frames = new ArrayBlockingQueue<>(WAITING_FRAMES);
    private volatile Optional<String> because = Optional.empty();
    private volatile boolean closing;

    private FrameTap(Capture incoming, Capture outgoing) {
        this.ways = List.of(new Way(FrameDirection.IN, incoming), new Way(FrameDirection.OUT, outgoing));
    }

    /**
     * Opens both captures and starts them.
     *
     * @throws LinkException when libpcap is missing, CAP_NET_RAW is, or the interface cannot be opened
     */
    public static FrameTap open(String interfaceName, TapFilter filter) {
        Capture incoming = Capture.open(interfaceName, CaptureMode.tap(PcapDirection.IN, filter));
        FrameTap tap;
        try {
            tap = new FrameTap(incoming, Capture.open(interfaceName, CaptureMode.tap(PcapDirection.OUT, filter)));
        } catch (LinkException e) {
            incoming.close();
            throw e;
        }
        tap.ways.forEach(way -> way.thread.start());
        return tap;
    }

    /** The largest part of a frame that is kept: octets. */
    public static int snapshotOctets() {
        return CaptureMode.WHOLE_FRAME_OCTETS;
    }

    /** The next frame; empty when none came in this time, or none will come any more. */
    public Optional<TappedFrame> next(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(frames.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Whether both captures have ended and all they saw was taken. */
    public boolean hasEnded() {
        return ways.stream().noneMatch(way -> way.thread.isAlive()) && frames.isEmpty();
    }

    /** Why the interface ended the tap, in one clause; empty while it runs, and when {@link #end} ended it. */
    public Optional<String> because() {
        return because;
    }

    /** How many frames came while the kernel's buffers were full. */
    public long lost() {
        return ways.stream().mapToLong(way -> way.capture.lost()).sum();
    }

    /** Ends the captures, from any thread; what they have seen can still be taken. */
    public void end() {
        ways.forEach(way -> way.capture.end());
    }

    @Override
    public void close() {
        closing = true;
        end();
        ways.forEach(Way::close);
    }

    /** One capture and the thread that empties it. */
    private final class Way {
        private final FrameDirection direction;
        private final Capture capture;
        private final Thread thread;

        Way(FrameDirection direction, Capture capture) {
            this.direction = direction;
            this.capture = capture;
            this.thread = new Thread(this::run, "frame-tap-" + direction);
            this.thread.setDaemon(true);
        }

        private void run() {
            String reason = capture.run(octets -> put(new TappedFrame(capture.time(), direction, octets)));
            if (!reason.equals(Capture.ENDED)) {
                because = Optional.of(reason);
            }
            end();
        }

        private void put(TappedFrame frame) {
            try {
                boolean taken = false;
                while (!taken && !closing) {
                    taken = frames.offer(frame, LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                closing = true; // nobody but the JVM's end interrupts this thread
            }
        }

        void close() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            capture.close();
        }
    }
}
