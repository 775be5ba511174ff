package io.arpfailover.agent.neighbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Two resolvers on a link that loses, delays, doubles and reorders; they are flushed, cut off and given new MACs in
 * between. One seed draws all of it.
 *
 * <p>At every moment: requests for one destination are a second apart, packets for one leave in the order in which they
 * came, every packet is delivered, dropped or waiting, and nothing outgrows its limits. When the link is well again,
 * both find each other.
 */
class ResolverSimulation {
    private static final int SEEDS = 300;
    private static final Duration TROUBLE = Duration.ofSeconds(40);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final ResolverLimits LIMITS = new ResolverLimits(2, 4, 6, 5, 60, 120);

    @TestFactory
    Stream<DynamicTest> everySeed() {
        return Stream.iterate(1, seed -> seed + 1)
                .limit(SEEDS)
                .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new Run(seed).play()));
    }

    /** A frame on its way. */
    private record Flight(MonotonicTime arrives, Host to, ArpFrame frame) {}

    /** One course of events. */
    private static final class Run {
        private final Random random;
        private final PriorityQueue<Flight> flights = new PriorityQueue<>(Comparator.comparing(Flight::arrives));
        private final Host a;
        private final Host b;
        private MonotonicTime now = new MonotonicTime(0);
        private double loss;

        Run(long seed) {
            random = new Random(seed);
            loss = random.nextDouble() * 0.9;
            a = new Host(1, this);
            b = new Host(2, this);
        }

        void play() {
            MonotonicTime troubleEnds = now.plus(TROUBLE);
            MonotonicTime end = troubleEnds.plus(RECOVERY);
            while (now.isBefore(end)) {
                boolean trouble = now.isBefore(troubleEnds);
                loss = trouble ? loss : 0;
                Stream.of(a, b).forEach(host -> host.act(trouble));
                turn(now.plus(STEP));
            }
            assertEquals(Optional.of(b.mac), a.macOf(b.address));
            assertEquals(Optional.of(a.mac), b.macOf(a.address));
        }

        private void turn(MonotonicTime until) {
            MonotonicTime next = next();
            while (until.hasReached(next)) {
                now = MonotonicTime.latest(now, next);
                Stream.of(a, b).forEach(Host::timeout);
                while (!flights.isEmpty() && now.hasReached(flights.peek().arrives())) {
                    Flight flight = flights.remove();
                    flight.to().hear(flight.frame());
                }
                next = next();
            }
            now = until;
        }

        private MonotonicTime next() {
            MonotonicTime arrival =
                    flights.isEmpty() ? MonotonicTime.NEVER : flights.peek().arrives();
            MonotonicTime timeout = MonotonicTime.earliest(a.resolver.nextTimeout(), b.resolver.nextTimeout());
            return MonotonicTime.earliest(arrival, timeout);
        }

        void carry(Host from, ArpFrame frame) {
            int copies = random.nextInt(10) == 0 ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                if (random.nextDouble() >= loss) {
                    MonotonicTime arrives = now.plus(Duration.ofNanos(random.nextLong(300_000_000)));
                    flights.add(new Flight(arrives, from == a ? b : a, frame));
                }
            }
        }
    }

    /** One resolver, and what it must not do. */
    private static final class Host implements NeighborEffect.Performer<String> {
        private static final int ABSENT = 8;

        final Ipv4Address address;
        final Resolver<String> resolver;
        MacAddress mac;

        private final Run run;
        private final Ipv4Address other;
        private final Map<Ipv4Address, MonotonicTime> askedAt = new HashMap<>();
        private final Map<Ipv4Address, Integer> lastOut = new HashMap<>();
        private int packets;
        private int gone;

        Host(int number, Run run) {
            this.run = run;
            this.address = ip(number);
            this.other = ip(3 - number);
            this.mac = mac(number);
            this.resolver = new Resolver<>(
                    new OwnStation(mac, Optional.of(address), Set.of(address)),
                    ResolverTiming.DEFAULT,
                    LIMITS,
                    String::length,
                    run.random);
        }

        void act(boolean trouble) {
            int choice = run.random.nextInt(trouble ? 100 : 40);
            if (choice < 30) {
                send(other);
            } else if (choice < 40) {
                send(ip(10 + run.random.nextInt(ABSENT)));
            } else {
                perform(disturb(choice));
            }
            check();
        }

        private List<NeighborEffect<String>> disturb(int choice) {
            return switch (choice) {
                case 40 -> resolver.linkDown(run.now);
                case 41 -> resolver.remove(other, run.now);
                case 42 -> changeMac();
                case 43, 44, 45 -> resolver.verify(other, run.now);
                case 46, 47 -> silently(() -> resolver.flush(other, run.now));
                case 48 -> silently(() -> resolver.flushAll(run.now));
                case 49, 50 -> silently(() -> resolver.confirm(other, run.now));
                default -> List.of();
            };
        }

        private static List<NeighborEffect<String>> silently(Runnable input) {
            input.run();
            return List.of();
        }

        private List<NeighborEffect<String>> changeMac() {
            mac = mac(run.random.nextInt(1_000_000));
            return resolver.macChanged(mac, run.now);
        }

        private void send(Ipv4Address to) {
            perform(resolver.resolve(to, Integer.toString(packets++), run.now));
        }

        void timeout() {
            if (run.now.hasReached(resolver.nextTimeout())) {
                perform(resolver.onTimeout(run.now));
                assertTrue(run.now.isBefore(resolver.nextTimeout()), "a timeout that does not end");
            }
        }

        void hear(ArpFrame frame) {
            perform(resolver.onFrame(frame, run.now));
        }

        Optional<MacAddress> macOf(Ipv4Address neighbor) {
            return resolver.neighbor(neighbor, run.now).flatMap(NeighborView::mac);
        }

        private void perform(List<NeighborEffect<String>> effects) {
            new ArrayList<>(effects).forEach(effect -> effect.performOn(this));
        }

        private void check() {
            List<NeighborView> all = resolver.neighbors(run.now);
            assertTrue(all.size() <= LIMITS.gcThreshold3(), "entries " + all.size());
            assertTrue(all.stream().allMatch(view -> view.queued() <= LIMITS.queuedPackets()), "a long queue");
            int queued = all.stream().mapToInt(NeighborView::queued).sum();
            assertEquals(packets, gone + queued, "packets in, and out or waiting");
        }

        @Override
        public void ask(NeighborEffect.Ask<String> effect) {
            Optional.ofNullable(askedAt.put(effect.address(), run.now))
                    .ifPresent(before -> assertTrue(
                            run.now.hasReached(before.plus(Duration.ofSeconds(1))),
                            "asked for " + effect.address() + " twice within a second"));
            if (run.random.nextInt(20) == 0) {
                resolver.notSent(effect.address());
            } else {
                run.carry(this, effect.frame());
            }
        }

        @Override
        public void answer(NeighborEffect.Answer<String> effect) {
            run.carry(this, effect.frame());
        }

        @Override
        public void announce(NeighborEffect.Announce<String> effect) {
            run.carry(this, effect.frame());
        }

        @Override
        public void deliver(NeighborEffect.Deliver<String> effect) {
            assertEquals(other, effect.address());
            out(effect.address(), effect.packets());
        }

        @Override
        public void drop(NeighborEffect.Drop<String> effect) {
            out(effect.address(), effect.packets());
        }

        /** Whatever becomes of them, older packets go before newer ones. */
        private void out(Ipv4Address to, List<String> numbers) {
            for (String number : numbers) {
                int value = Integer.parseInt(number);
                assertTrue(lastOut.getOrDefault(to, -1) < value, "packet " + value + " after a newer one");
                lastOut.put(to, value);
                gone++;
            }
        }

        @Override
        public void resolved(NeighborEffect.Resolved<String> effect) {
            assertEquals(other, effect.address());
        }

        @Override
        public void confirmed(NeighborEffect.Confirmed<String> effect) {
            assertEquals(other, effect.address());
        }

        @Override
        public void changed(NeighborEffect.Changed<String> effect) {
            assertEquals(other, effect.address());
        }

        @Override
        public void unreachable(NeighborEffect.Unreachable<String> effect) {
            assertEquals(Optional.empty(), macOf(effect.address()));
        }

        @Override
        public void contradicted(NeighborEffect.Contradicted<String> effect) {
            throw new AssertionError("there is no static entry: " + effect);
        }

        @Override
        public void refused(NeighborEffect.Refused<String> effect) {
            assertEquals(LIMITS.gcThreshold3(), resolver.size());
        }

        private static Ipv4Address ip(int number) {
            return new Ipv4Address(Ipv4Address.parse("10.9.0.0").bits() + number);
        }

        private static MacAddress mac(int number) {
            return new MacAddress(0x0200_0000_0000L + number);
        }
    }
}
