package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The one thread that reads all paths: what passes codec and guard goes to the listener, the rest is counted. */
final class Receiver implements Runnable {
    /** So that a flood on one path does not keep the others waiting. */
    private static final int DATAGRAMS_PER_TURN = 64;

    /** A socket that does nothing but fail must not take a whole core. */
    private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Clock clock;
    private final PeerCodec codec;
    private final PeerGuard guard;
    private final Tally tally;
    private final Consumer<PeerLink.Received> listener;
    private final Consumer<String> trouble;
    private final Selector selector;
    private final Complaints complaints = new Complaints();
    /** One octet more than the longest, which tells a longer one. */
    private final ByteBuffer buffer = ByteBuffer.allocate(PeerCodec.LONGEST + 1);

    private volatile Optional<Correspondent> correspondent = Optional.empty();
    private volatile boolean closing;

    Receiver(
            PeerSettings settings,
            Clock clock,
            List<PeerPath> paths,
            Tally tally,
            Consumer<PeerLink.Received> listener,
            Consumer<String> trouble)
            throws IOException {
        this.clock = clock;
        this.codec = new PeerCodec(settings.secret());
        this.guard = new PeerGuard(
                settings.cluster(),
                settings.run(),
                paths.stream().map(PeerPath::local).toList());
        this.tally = tally;
        this.listener = listener;
        this.trouble = trouble;
        this.selector = selectorOf(paths);
    }

    /** Who is listened to from now on. */
    void expect(Correspondent other) {
        correspondent = Optional.of(other);
    }

    @Override
    public void run() {
        try (selector) {
            while (!closing) {
                selector.select(key -> readAll((PeerPath) key.attachment()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector itself cannot fail while it is open", e);
        }
    }

    /** Makes {@link #run} return, also when it has not begun yet. */
    void end() {
        closing = true;
        if (selector.isOpen()) {
            selector.wakeup();
        }
    }

    private static Selector selectorOf(List<PeerPath> paths) throws IOException {
        Selector selector = Selector.open();
        for (PeerPath path : paths) {
            path.register(selector);
        }
        return selector;
    }

    private void readAll(PeerPath path) {
        try {
            boolean more = true;
            for (int i = 0; more && i < DATAGRAMS_PER_TURN; i++) {
                more = readOne(path);
            }
        } catch (IOException e) {
            tally.receiveFailures.increment();
            LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
        }
    }

    private boolean readOne(PeerPath path) throws IOException {
        Optional<InetSocketAddress> sender = path.receive(buffer.clear());
        sender.ifPresent(from -> take(path, from));
        return sender.isPresent();
    }

    private void take(PeerPath path, InetSocketAddress from) {
        PeerReading reading = codec.decode(buffer.flip());
        if (reading instanceof PeerReading.Dropped dropped) {
            drop(dropped.reason(), from);
        } else if (reading instanceof PeerReading.Accepted accepted) {
            admit(path, from, accepted.datagram());
        }
    }

    private void admit(PeerPath path, InetSocketAddress from, PeerDatagram datagram) {
        correspondent.ifPresent(other -> guard.expect(other.node(), other.incarnation()));
        Optional<PeerDrop> refused = guard.refuse(path.index(), datagram);
        if (refused.isPresent()) {
            drop(refused.get(), from);
        } else {
            path.heard(clock.now());
            listener.accept(new PeerLink.Received(datagram.message(), path.index()));
        }
    }

    private void drop(PeerDrop reason, InetSocketAddress from) {
        tally.dropped(reason);
        MonotonicTime now = clock.now();
        if (complaints.isDue(reason, now)) {
            complain(reason, Ipv4Address.read(from.getAddress().getAddress(), 0), now);
        }
    }

    /** Only about the other server: anybody else may send what he likes. */
    private void complain(PeerDrop reason, Ipv4Address from, MonotonicTime now) {
        if (correspondent.filter(other -> other.listensOn(from)).isPresent()) {
            trouble.accept(complaints.make(reason, from, buffer.get(PeerCodec.VERSION_AT) & 0xff, now));
        }
    }
}
