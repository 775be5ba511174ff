package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The datagrams between this server and the other, on every path between them.
 *
 * <p>One thread receives, in the network namespace of the thread that opened the link. Everything else is called by one
 * thread, the loop's; {@link #counters} and {@link #paths} by any.
 */
public final class PeerLink implements AutoCloseable {
    private static final int MOST_ENDPOINTS = 2 * PeerSettings.MOST_PATHS;

    private final PeerSettings settings;
    private final Incarnation self;
    private final List<PeerPath> paths;
    private final Tally tally;
    private final PeerCodec codec;
    private final Receiver receiver;
    private final Thread thread;

    private volatile Optional<Correspondent> correspondent = Optional.empty();
    private long counter;

    /**
     * A message of the other member's present run, authenticated and new.
     *
     * @param path the index of the local address it came in by, as in {@link PeerSettings#listen}
     */
    public record Received(PeerMessage message, int path) {}

    private PeerLink(PeerSettings settings, List<PeerPath> paths, Tally tally, Receiver receiver) {
        this.settings = settings;
        this.self = settings.run();
        this.paths = List.copyOf(paths);
        this.tally = tally;
        this.codec = new PeerCodec(settings.secret());
        this.receiver = receiver;
        this.thread = new Thread(receiver, "peer-receiver");
        this.thread.setDaemon(true);
    }

    /**
     * Opens a socket on each address and begins to receive. Nobody is listened to before {@link #peer} says who it is.
     *
     * @param listener takes what is received, on the receiving thread, so it must only enqueue
     * @param trouble takes a line for people when the other server's datagrams are refused for a reason that lies in the
     *     configuration; on the receiving thread, at most once a minute for each reason
     * @throws PeerException when this server has no such address, or the port is taken
     */
    public static PeerLink open(
            PeerSettings settings, Clock clock, Consumer<Received> listener, Consumer<String> trouble)
            throws PeerException {
        List<PeerPath> paths = openAll(settings);
        try {
            Tally tally = new Tally();
            PeerLink link = new PeerLink(
                    settings, paths, tally, new Receiver(settings, clock, paths, tally, listener, trouble));
            link.thread.start();
            return link;
        } catch (IOException e) {
            paths.forEach(PeerPath::close);
            throw new PeerException("peer: no selector: " + e.getMessage() + "; raise the limit of open files", e);
        }
    }

    /** Where this server listens, in the order of the paths: what our card tells the other. */
    public List<PeerEndpoint> endpoints() {
        return paths.stream().map(PeerPath::local).toList();
    }

    /**
     * Tells who the other member is, as its card says: in place of the one before, and until the next. It stays when the
     * card goes away, since promises do not need ZooKeeper.
     *
     * <p>What makes no sense on the card is counted and left out: an endpoint, or the whole member when its incarnation
     * is none.
     */
    public void peer(NodeName node, String incarnation, List<String> endpoints) {
        try {
            Incarnation present = Incarnation.parse(incarnation);
            List<Ipv4Address> listen = settings.listen();
            Correspondent other = Correspondent.of(node, present, understood(endpoints), listen);
            correspondent = Optional.of(other);
            receiver.expect(other);
        } catch (IllegalArgumentException notAnIncarnation) {
            tally.cardFaults.increment();
        }
    }

    /** Sends to the other member on every path, as far as they are known and the kernel takes it; never waits. */
    public void send(PeerMessage message) {
        correspondent.ifPresent(other -> {
            for (PeerPath path : paths) {
                other.targets().get(path.index()).ifPresent(target -> send(message, other, path, target));
            }
        });
    }

    public PeerCounters counters() {
        return tally.snapshot(paths());
    }

    /** The paths in the order of {@link PeerSettings#listen}. */
    public List<PathStatus> paths() {
        Optional<Correspondent> other = correspondent;
        return paths.stream()
                .map(path -> path.status(
                        other.flatMap(card -> card.targets().get(path.index())).map(Target::endpoint)))
                .toList();
    }

    /** Ends the receiver, waits for it unless it is the caller, and closes the sockets. */
    @Override
    public void close() {
        receiver.end();
        if (Thread.currentThread() != thread) {
            join();
        }
        paths.forEach(PeerPath::close);
    }

    private void send(PeerMessage message, Correspondent other, PeerPath path, Target target) {
        counter++;
        byte[] octets = codec.encode(new PeerDatagram(
                settings.cluster(), settings.self(), self, other.incarnation(), counter, target.endpoint(), message));
        path.send(octets, target.address());
    }

    private List<PeerEndpoint> understood(List<String> endpoints) {
        List<PeerEndpoint> understood = endpoints.stream()
                .flatMap(text -> PeerEndpoint.parse(text).stream())
                .distinct()
                .limit(MOST_ENDPOINTS)
                .toList();
        tally.cardFaults.add(endpoints.size() - understood.size());
        return understood;
    }

    private void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<PeerPath> openAll(PeerSettings settings) throws PeerException {
        List<PeerPath> paths = new ArrayList<>();
        try {
            for (Ipv4Address address : settings.listen()) {
                paths.add(PeerPath.open(paths.size(), address, settings.port()));
            }
            return paths;
        } catch (PeerException e) {
            paths.forEach(PeerPath::close);
            throw e;
        }
    }
}
