package io.arpfailover.agent.proxying;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Priority;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.link.ArpLink;
import io.arpfailover.agent.link.FrameListener;
import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for the hosts of the configured networks while this member holds the shared addresses.
 *
 * <p>The loop says what it holds, which never waits; the capture thread hands in frames, of which too many are dropped
 * and counted: who asked asks again. The right is looked at just before a frame is sent. What no program can do is to
 * keep its thread from being stopped between the look and the send; a lease that the kernel enforces is there for the
 * shared addresses alone.
 */
public final class HolderProxy implements FrameListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HolderProxy.class);
    private static final int WAITING = 256;
    /** Within which everything that is closed with the agent is done with. */
    private static final Duration MOST_FOR_THE_END = Duration.ofSeconds(1);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final HolderRight right;
    private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(WAITING);
    private final LongAdder dropped = new LongAdder();
    private final Clock clock;
    private final AgentGround ground;
    private final List<ProxyDriver> drivers;
    private final Thread thread = new Thread(this::run, "proxy");
    private volatile boolean closing;
    private MonotonicTime lastBegan = MonotonicTime.NEVER;

    /**
     * Something for the thread to look at.
     *
     * @param frame empty when only the right has changed
     */
    private record Arrival(Optional<ArpFrame> frame, MonotonicTime at) {}

    private HolderProxy(
            AgentConfiguration configuration,
            Optional<Ipv4Address> gateway,
            HolderRight right,
            AgentGround ground,
            Clock clock,
            RandomGenerator random) {
        List<Ipv4Address> never = new ArrayList<>(
                configuration.addresses().stream().map(Ipv4Prefix::address).toList());
        gateway.ifPresent(never::add);
        this.right = right;
        this.clock = clock;
        this.ground = ground;
        this.drivers = ProxyPlan.of(configuration.proxy(), never).stream()
                .map(settings -> new ProxyDriver(settings, Map.of(), random, ground))
                .toList();
        thread.setDaemon(true);
    }

    /**
     * Makes ready to answer; nothing is answered before {@link #start} and a right.
     *
     * @param gateway for which nobody answers but itself
     * @return empty when the configuration names no networks
     */
    public static Optional<HolderProxy> open(
            AgentConfiguration configuration,
            Optional<Ipv4Address> gateway,
            LinkState link,
            Rtnetlink rtnetlink,
            ArpLink wire,
            Clock clock,
            RandomGenerator random) {
        if (configuration.proxy().isEmpty()) {
            return Optional.empty();
        }
        Forwarding.trouble(link.name()).ifPresent(trouble -> LOG.warn("proxy=\"{}\"", trouble));
        HolderRight right = new HolderRight();
        AgentGround ground = new AgentGround(link, rtnetlink, wire, clock, right);
        return Optional.of(new HolderProxy(configuration, gateway, right, ground, clock, random));
    }

    /** Begins, with the priority of any other program: the loop goes first. */
    public void start() {
        thread.start();
    }

    /** Whether a frame is about a proxied address. On the capture thread. */
    public boolean wants(ArpFrame frame) {
        return drivers.stream().anyMatch(driver -> driver.wants(frame));
    }

    @Override
    public void frameReceived(ArpFrame frame) {
        if (!arrivals.offer(new Arrival(Optional.of(frame), clock.now()))) {
            dropped.increment();
        }
    }

    /** The kernel changed an interface or an address. Any thread. */
    public void stationChanged() {
        ground.stationChanged();
    }

    /** The shared addresses are held until then, or not at all. On the loop's thread, after each turn; never waits. */
    public void heldUntil(Optional<MonotonicTime> until, MonotonicTime now) {
        if (right.heldUntil(until, now)) {
            boolean unused = arrivals.offer(new Arrival(Optional.empty(), now)); // Else it is awake anyway.
        }
    }

    /** The lease ends then at the latest, from this instant on. On the loop's thread. */
    public void atMostUntil(MonotonicTime until) {
        right.atMost(until);
    }

    /** The lease has ended; told before anybody else hears of it. On the loop's thread. */
    public void leaseOver() {
        right.end();
    }

    private void run() {
        Priority.lowerThisThread();
        try {
            while (!closing) {
                turn(arrivals.poll(untilNextTimeout().toNanos(), TimeUnit.NANOSECONDS));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            ground.close();
        }
    }

    private void turn(Arrival arrival) {
        MonotonicTime now = clock.now();
        HolderRight.Term term = right.term();
        follow(term, now);
        drivers.forEach(driver -> driver.onTimeout(term.right(), now));
        if (arrival != null && arrival.frame().isPresent()) {
            ProxyRight about = term.rightAbout(arrival.at());
            drivers.forEach(driver -> driver.onFrame(arrival.frame().get(), about, now));
        }
    }

    private void follow(HolderRight.Term term, MonotonicTime now) {
        if (term.since().equals(lastBegan)) {
            return;
        }
        lastBegan = term.since();
        if (lastBegan.equals(MonotonicTime.NEVER)) {
            LOG.info("proxy=silent because=\"the shared addresses are not held here\" dropped={}", dropped.sum());
        } else {
            LOG.info("proxy=answering because=\"the shared addresses are held here\"");
            drivers.forEach(driver -> driver.rightBegan(now));
        }
    }

    private Duration untilNextTimeout() {
        MonotonicTime next = drivers.stream()
                .map(ProxyDriver::nextTimeout)
                .reduce(MonotonicTime::earliest)
                .orElse(MonotonicTime.NEVER);
        Duration wait = clock.now().until(next);
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** Nothing is sent any more when it returns. */
    @Override
    public void close() {
        closing = true;
        right.end();
        thread.interrupt();
        try {
            thread.join(MOST_FOR_THE_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
