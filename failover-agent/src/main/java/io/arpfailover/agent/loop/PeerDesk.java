package io.arpfailover.agent.loop;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.PeerConfiguration;
import io.arpfailover.agent.peer.PeerException;
import io.arpfailover.agent.peer.PeerLink;
import io.arpfailover.agent.peer.PeerMessage;
import io.arpfailover.agent.peer.PeerSecret;
import io.arpfailover.agent.peer.PeerSettings;
import io.arpfailover.agent.peer.PromiseFile;
import io.arpfailover.agent.peer.WrittenPromise;
import io.arpfailover.agent.takeover.Effect;
import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other member as the loop talks to it: heartbeats and acks leave at once, long promises are written down on a thread
 * of their own, since the disk may be slow.
 */
final class PeerDesk implements AutoCloseable {
    /** A holder asks again before so many have piled up behind a disk that hangs. */
    private static final int MOST_WAITING = 4;

    private static final Logger LOG = LoggerFactory.getLogger(PeerDesk.class);

    private final PromiseFile file;
    private final Inbox inbox;
    /** Empty without a peer section: then leases rest on ZooKeeper alone. */
    private final Optional<PeerLink> link;

    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            PeerDesk::writerThread,
            new ThreadPoolExecutor.DiscardPolicy());

    private PeerDesk(PromiseFile file, Inbox inbox, Optional<PeerLink> link) {
        this.file = file;
        this.inbox = inbox;
        this.link = link;
    }

    /**
     * Opens the sockets, when there is a peer section, and the file of long promises, which an earlier run may have
     * made in any case.
     *
     * @param onLan which of the addresses listened on are on the LAN of the shared ones
     * @throws PeerException when an address, the secret or the state directory cannot be used
     */
    static PeerDesk open(AgentConfiguration configuration, String incarnation, Set<Ipv4Address> onLan, Inbox inbox)
            throws PeerException {
        PromiseFile file = PromiseFile.open(configuration.state(), configuration.cluster());
        if (configuration.peer().isEmpty()) {
            return new PeerDesk(file, inbox, Optional.empty());
        }
        PeerConfiguration peer = configuration.peer().get();
        PeerSettings settings = new PeerSettings(
                configuration.cluster(),
                configuration.node(),
                incarnation,
                peer.listen(),
                peer.port(),
                PeerSecret.read(peer.secretFile()));
        PeerLink link = PeerLink.open(
                settings,
                Clock.system(),
                received -> inbox.putDatagram(
                        event(received.message(), onLan.contains(peer.listen().get(received.path())))),
                trouble -> LOG.error("peer={}", trouble));
        return new PeerDesk(file, inbox, Optional.of(link));
    }

    Optional<PeerLink> link() {
        return link;
    }

    /** Until when an earlier run wrote down that it would not take the addresses. */
    Optional<MonotonicTime> earlierPromise(PromiseTiming timing, MonotonicTime now) {
        WrittenPromise written = file.read(now);
        if (written instanceof WrittenPromise.Until until) {
            return Optional.of(until.end());
        }
        if (written instanceof WrittenPromise.Unreadable unreadable) {
            LOG.warn("{}", unreadable.reason());
            return Optional.of(now.plus(PromiseTiming.kept(timing.restart())));
        }
        return Optional.empty();
    }

    void correspond(Member other) {
        link.ifPresent(to -> to.peer(other.node(), other.incarnation(), other.peerEndpoints()));
    }

    void send(Effect.SendHeartbeat beat) {
        link.ifPresent(to -> to.send(new PeerMessage.Beat(beat.heartbeat(), beat.fit())));
    }

    void send(Effect.SendAck ack) {
        link.ifPresent(to -> to.send(new PeerMessage.Promise(ack.ack(), ack.fit())));
    }

    void send(Effect.SendHandover told) {
        link.ifPresent(to -> to.send(new PeerMessage.Given(told.handover(), told.fit())));
    }

    /** A promise that finds no room is not given: its asker goes without, and asks again. */
    void keep(Effect.KeepPromise promise) {
        writer.execute(() -> inbox.put(new Inbox.Item.Happened(written(promise))));
    }

    private Event written(Effect.KeepPromise promise) {
        Optional<String> failure = Optional.empty();
        try {
            file.keep(promise.until(), promise.heartbeat().promise());
        } catch (PeerException e) {
            failure = Optional.of(e.getMessage());
        }
        return new Event.PromiseKept(promise.heartbeat(), failure);
    }

    /** What arrived, as the loop's event. */
    private static Event event(PeerMessage message, boolean onLan) {
        if (message instanceof PeerMessage.Beat beat) {
            return new Event.HeartbeatSeen(beat.heartbeat(), beat.fit(), onLan);
        } else if (message instanceof PeerMessage.Promise promise) {
            return new Event.AckSeen(promise.ack(), promise.fit(), onLan);
        }
        PeerMessage.Given given = (PeerMessage.Given) message;
        return new Event.HandoverSeen(given.handover(), given.fit(), onLan);
    }

    private static Thread writerThread(Runnable task) {
        Thread thread = new Thread(task, "promise-writer");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        writer.shutdown();
        link.ifPresent(PeerLink::close);
    }
}
