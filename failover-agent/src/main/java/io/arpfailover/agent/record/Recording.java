package io.arpfailover.agent.record;

import io.arpfailover.agent.link.FrameTap;
import io.arpfailover.agent.link.TapFilter;
import io.arpfailover.agent.link.TappedFrame;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One run of the recorder: from the tap, through the order of time, into the file. Belongs to one thread. */
public final class Recording implements AutoCloseable {
    private final FrameTap tap;
    private final Sink sink;
    private final CaptureFormat format;
    private final long mostFrames;
    private final InOrder inOrder = new InOrder(FrameTap.LONGEST_LAG);
    private long frames;

    private Recording(FrameTap tap, Sink sink, CaptureFormat format, long mostFrames) {
        this.tap = tap;
        this.sink = sink;
        this.format = format;
        this.mostFrames = mostFrames;
    }

    /**
     * Opens the interface, then the file: what cannot be recorded leaves no file behind.
     *
     * @param program who records, for those who read the file
     * @param mostFrames after which it ends by itself
     * @throws RecordException when the file cannot be made
     * @throws io.arpfailover.agent.link.LinkException when the interface cannot be opened
     */
    public static Recording open(
            String interfaceName,
            TapFilter filter,
            Destination destination,
            CaptureFormat format,
            String program,
            long mostFrames)
            throws RecordException {
        FrameTap tap = FrameTap.open(interfaceName, filter);
        try {
            CaptureSource source =
                    new CaptureSource(program, interfaceName, filter.expression(), FrameTap.snapshotOctets());
            return new Recording(tap, destination.open(format.header(source)), format, mostFrames);
        } catch (RecordException e) {
            tap.close();
            throw e;
        }
    }

    /**
     * Records until the time is over, there are frames enough, the user has enough or the interface went away.
     *
     * @param enough asked some times a second
     * @return why the interface ended it, in one clause; empty in the other cases
     */
    public Optional<String> run(Clock clock, MonotonicTime until, BooleanSupplier enough)
            throws RecordException, InterruptedException {
        while (frames < mostFrames && !tap.hasEnded()) {
            MonotonicTime now = clock.now();
            if (!now.isBefore(until) || enough.getAsBoolean()) {
                tap.end();
            }
            step(now.isBefore(until) ? now.until(until) : FrameTap.LONGEST_LAG);
        }
        write(inOrder.rest());
        return tap.because();
    }

    /** Only a pause of the whole lag says that nothing older is under way. */
    private void step(Duration left) throws RecordException, InterruptedException {
        boolean whole = left.compareTo(FrameTap.LONGEST_LAG) >= 0;
        Optional<TappedFrame> next = tap.next(whole ? FrameTap.LONGEST_LAG : left);
        if (next.isPresent()) {
            write(inOrder.put(next.get()));
        } else if (whole) {
            write(inOrder.rest());
        }
    }

    private void write(List<TappedFrame> due) throws RecordException {
        for (TappedFrame frame : due) {
            if (frames == mostFrames) {
                return;
            }
            sink.write(format.frame(frame));
            frames++;
        }
    }

    /** How many frames were written. */
    public long frames() {
        return frames;
    }

    /** How many came and were lost before they could be read. */
    public long lost() {
        return tap.lost();
    }

    @Override
    public void close() throws RecordException {
        tap.close();
        sink.close();
    }
}
