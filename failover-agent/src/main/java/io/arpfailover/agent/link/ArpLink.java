package io.arpfailover.agent.link;

import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Parsed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ARP frames of one interface: those that others send, and ours to send.
 *
 * <p>One capture thread, in the network namespace of the thread that opened and started the link. When the interface goes away it
 * tries again, at the latest every {@link #LONGEST_PAUSE} and at once when told of a change; until then nothing is
 * sent. Frames that carry our own source address, belong to another VLAN or make no sense are counted and dropped.
 */
public final class ArpLink implements AutoCloseable {
    static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ArpLink.class);

    private final String interfaceName;
    private final Tally tally = new Tally();
    private final Semaphore retry = new Semaphore(0);
    private final Thread thread;

    private volatile LinkState state;
    private volatile Optional<Capture> capture;
    private volatile FrameListener listener = frame -> {};
    private volatile Predicate<ArpFrame> wanted = frame -> true;
    private volatile FrameGate gate = FrameGate.OPEN;
    private volatile boolean closing;
    /** The interface the open capture is bound to; one made again under the same name is another. */
    private volatile int boundIndex;

    private ArpLink(LinkState state, Capture capture) {
        this.interfaceName = state.name();
        this.state = state;
        this.boundIndex = state.index();
        this.capture = Optional.of(capture);
        this.thread = new Thread(this::run, "arp-link-" + interfaceName);
        this.thread.setDaemon(true);
        tally.opened.increment();
    }

    /**
     * Opens the interface, so that the first frame will find everything warm.
     *
     * @throws LinkException when libpcap is missing, CAP_NET_RAW is, or the interface cannot be opened
     */
    public static ArpLink open(LinkState state) {
        return new ArpLink(state, Capture.open(state.name(), CaptureMode.AGENT));
    }

    /**
     * Starts the capture; once.
     *
     * @param filter which frames the listener wants, asked on the capture thread: the others cost nobody else anything
     */
    public void start(Predicate<ArpFrame> filter, FrameListener frameListener) {
        start(FrameGate.OPEN, filter, frameListener);
    }

    /** The same, behind a gate that sees every frame of the port's own VLAN first. */
    public void start(FrameGate first, Predicate<ArpFrame> filter, FrameListener frameListener) {
        gate = first;
        wanted = filter;
        listener = frameListener;
        thread.start();
    }

    /** Sends one frame now, from any thread. */
    public SendResult send(ArpFrame frame) {
        SendResult result = capture.map(open -> open.send(frame.encode()))
                .orElseGet(() -> new SendResult.NotSent(interfaceName + " is away"));
        (result instanceof SendResult.Sent ? tally.sent : tally.notSent).increment();
        return result;
    }

    /** Whether frames can be sent and received, as far as pcap knows: carrier is not its business. */
    public boolean isOpen() {
        return capture.isPresent();
    }

    /** Tells that the kernel changed an interface; those of other names are ignored. */
    public void interfaceChanged(LinkState now) {
        if (!now.name().equals(interfaceName)) {
            return;
        }
        state = now;
        if (now.index() != boundIndex) {
            capture.ifPresent(Capture::end);
        }
        retryNow();
    }

    /** Tells that the interface was deleted, renamed or moved away. */
    public void interfaceGone() {
        capture.ifPresent(Capture::end);
    }

    public LinkCounters counters() {
        return tally.snapshot();
    }

    private void retryNow() {
        if (retry.availablePermits() == 0) {
            retry.release();
        }
    }

    private void run() {
        while (!closing) {
            capture.ifPresent(this::runUntilItEnds);
            Duration pause = SHORTEST_PAUSE;
            while (!closing && capture.isEmpty()) {
                await(pause);
                reopen();
                pause = longer(pause);
            }
        }
        release();
    }

    private void release() {
        capture.ifPresent(Capture::close);
        capture = Optional.empty();
    }

    private void runUntilItEnds(Capture open) {
        String because = open.run(this::received);
        capture = Optional.empty();
        open.close();
        if (!closing) {
            LOG.warn("arp-link event=closed interface={} because=\"{}\"", interfaceName, because);
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void await(Duration pause) {
        try {
            if (retry.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                retry.drainPermits();
            }
        } catch (InterruptedException e) {
            closing = true; // nobody but the JVM's end interrupts this thread
        }
    }

    private void reopen() {
        if (closing) {
            return;
        }
        try {
            boundIndex = state.index();
            capture = Optional.of(Capture.open(interfaceName, CaptureMode.AGENT));
            tally.opened.increment();
            LOG.info("arp-link event=opened interface={}", interfaceName);
        } catch (LinkException e) {
            LOG.debug("arp-link event=still-closed interface={} because=\"{}\"", interfaceName, e.getMessage());
        }
    }

    private void received(byte[] octets) {
        boolean foreign = ArpFrame.vlanOf(octets, octets.length) != 0;
        if (!foreign && !gate.letsPass(octets)) {
            tally.denied.increment();
            return;
        }
        Parsed parsed = ArpFrame.parse(octets, octets.length);
        if (parsed instanceof Parsed.Dropped dropped) {
            tally.malformed(dropped.reason());
        } else if (foreign) {
            tally.otherVlan.increment();
        } else if (parsed instanceof Parsed.Accepted accepted) {
            deliver(accepted.frame());
        }
    }

    private void deliver(ArpFrame frame) {
        if (frame.source().equals(state.mac())) {
            tally.own.increment();
        } else if (!wanted.test(frame)) {
            tally.unwanted.increment();
        } else {
            tally.accepted.increment();
            listener.frameReceived(frame);
        }
    }

    /** Ends the capture and waits for its thread, unless that is the caller. */
    @Override
    public void close() {
        closing = true;
        retryNow();
        capture.ifPresent(Capture::end);
        if (!thread.isAlive()) {
            release();
        } else if (Thread.currentThread() != thread) {
            join();
        }
    }

    private void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
