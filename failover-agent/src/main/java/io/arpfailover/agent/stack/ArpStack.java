package io.arpfailover.agent.stack;

import io.arpfailover.agent.kernel.KernelEvent;
import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.KernelWatch;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.link.ArpLink;
import io.arpfailover.agent.link.LinkCounters;
import io.arpfailover.agent.link.LinkException;
import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The machines of one interface, with one capture and one thread: the one that calls {@link #run}.
 *
 * <p>Attach clients before the first {@link #run} or from within it. It lives in the network namespace of the thread
 * that opened it. An interface that goes away and comes back is worked on again; until then nothing is sent.
 */
public final class ArpStack implements AutoCloseable {
    private static final int FRAMES_WAITING = 8192;
    private static final int TASKS_WAITING = 1024;
    /** No deadline is so far that it could not be represented as a wait. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final String interfaceName;
    private final Rtnetlink rtnetlink;
    private final ArpLink wire;
    private final KernelWatch watch;
    private final Clock clock = Clock.system();
    private final Arrivals arrivals = new Arrivals(FRAMES_WAITING, TASKS_WAITING);
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final Arrivals.Recipient recipient = new Clients();
    private volatile boolean stationOutdated;
    private Station station;
    private boolean started;

    private ArpStack(Rtnetlink rtnetlink, Station station, ArpLink wire) {
        this.interfaceName = station.link().name();
        this.rtnetlink = rtnetlink;
        this.station = station;
        this.wire = wire;
        this.watch = KernelWatch.open(this::kernelSaid);
    }

    /**
     * Opens the interface.
     *
     * @throws StackException when there is none of that name, it speaks no ARP, is down, or may not be opened
     */
    public static ArpStack open(String interfaceName) throws StackException {
        Rtnetlink rtnetlink = Rtnetlink.open();
        try {
            Station station = usable(rtnetlink, interfaceName);
            return new ArpStack(rtnetlink, station, ArpLink.open(station.link()));
        } catch (LinkException | KernelException e) {
            rtnetlink.close();
            throw new StackException(e.getMessage(), e);
        } catch (StackException e) {
            rtnetlink.close();
            throw e;
        }
    }

    private static Station usable(Rtnetlink rtnetlink, String interfaceName) throws StackException {
        Station found = Station.read(rtnetlink, interfaceName)
                .orElseThrow(() -> new StackException(
                        "there is no interface " + interfaceName + " (there are: " + candidates(rtnetlink) + ")"));
        if (!found.link().arp()) {
            throw new StackException(interfaceName + " speaks no ARP (loopback, a tunnel, or switched off with"
                    + " 'ip link set " + interfaceName + " arp off'); take one of: " + candidates(rtnetlink));
        }
        if (!found.link().up()) {
            throw new StackException(interfaceName + " is down; switch it on: ip link set " + interfaceName + " up");
        }
        return found;
    }

    private static String candidates(Rtnetlink rtnetlink) {
        String names = rtnetlink.links().stream()
                .filter(LinkState::arp)
                .map(LinkState::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none that speaks ARP" : names;
    }

    /** What the kernel says now. Cheap unless something changed; only on the stack's thread. */
    public Station station() {
        if (stationOutdated) {
            stationOutdated = false;
            Station.read(rtnetlink, interfaceName).ifPresent(now -> station = now);
        }
        return station;
    }

    /** The kernel, for what else a client asks of it. Any thread. */
    public Rtnetlink kernel() {
        return rtnetlink;
    }

    /** Sends one frame now, unpaced. Any thread. */
    public SendResult send(ArpFrame frame) {
        return wire.send(frame);
    }

    /** Has a machine driven from now on. */
    public void attach(Client client) {
        clients.add(client);
    }

    /** Stops driving it. Only on the stack's thread. */
    public void detach(Client client) {
        clients.remove(client);
    }

    public MonotonicTime now() {
        return clock.now();
    }

    /** Runs something on the stack's thread, in its next turn. Any thread; few at a time. */
    public void execute(Runnable task) {
        arrivals.put(task);
    }

    /**
     * Turns until it is done, or the deadline has come.
     *
     * @param done asked after the timers and after each frame or task
     * @return whether it is done
     */
    public boolean run(BooleanSupplier done, MonotonicTime deadline) throws InterruptedException {
        start();
        while (!done.getAsBoolean()) {
            MonotonicTime now = clock.now();
            if (now.hasReached(deadline)) {
                return false;
            }
            serveTimers(now);
            if (!done.getAsBoolean()) {
                takeOne(deadline);
            }
        }
        return true;
    }

    public LinkCounters counters() {
        return wire.counters();
    }

    /** Frames that were wanted and found no room, because this thread did not keep up. */
    public long overrun() {
        return arrivals.dropped();
    }

    private void start() {
        if (!started) {
            started = true;
            wire.start(this::seen, frame -> clients.stream().anyMatch(client -> client.wants(frame)), arrivals::put);
        }
    }

    /** On the capture thread; it denies nothing. */
    private boolean seen(byte[] octets) {
        if (clients.stream().anyMatch(Client::wantsOctets)) {
            arrivals.put(octets);
        }
        return true;
    }

    private void serveTimers(MonotonicTime now) {
        for (Client client : clients) {
            if (now.hasReached(client.nextTimeout())) {
                client.onTimeout(now);
            }
        }
    }

    private void takeOne(MonotonicTime deadline) throws InterruptedException {
        MonotonicTime next = deadline;
        for (Client client : clients) {
            next = MonotonicTime.earliest(next, client.nextTimeout());
        }
        Duration wait = clock.now().until(next);
        arrivals.poll(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT)
                .ifPresent(item -> item.handTo(recipient, clock.now()));
    }

    private final class Clients implements Arrivals.Recipient {
        @Override
        public void frameArrived(ArpFrame frame, MonotonicTime now) {
            clients.forEach(client -> client.onFrame(frame, now));
        }

        @Override
        public void octetsArrived(byte[] octets, MonotonicTime now) {
            clients.stream().filter(Client::wantsOctets).forEach(client -> client.onOctets(octets, now));
        }
    }

    /** On the kernel's thread. */
    private void kernelSaid(KernelEvent said) {
        stationOutdated = true;
        if (said instanceof KernelEvent.LinkChanged changed) {
            wire.interfaceChanged(changed.link());
        } else if (said instanceof KernelEvent.LinkGone gone && gone.name().equals(interfaceName)) {
            wire.interfaceGone();
        }
    }

    @Override
    public void close() {
        watch.close();
        wire.close();
        rtnetlink.close();
    }
}
