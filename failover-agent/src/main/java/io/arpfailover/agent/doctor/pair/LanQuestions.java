package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the LAN who has some addresses: each by broadcast, once more when nobody answers, and then by unicast where it is
 * known who should. It gathers who answers until the end, so a second one is seen. Never more than a dozen frames in a
 * second, which a switch with ARP inspection bears.
 */
final class LanQuestions implements Client {
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(85);
    private static final Duration FOR_ANSWERS = Duration.ofMillis(500);

    private final ArpStack stack;
    private final Optional<Ipv4Address> source;
    private final List<Ipv4Address> addresses;
    private final Map<Ipv4Address, Collection<MacAddress>> expected;
    private final Map<Ipv4Address, Set<MacAddress>> answers = new ConcurrentHashMap<>();
    private final Set<Ipv4Address> onlyToUnicast = new HashSet<>();
    private final Deque<ArpFrame> frames = new ArrayDeque<>();
    private Round round = Round.FIRST;
    private MonotonicTime next;
    private Optional<String> hindrance = Optional.empty();

    private enum Round {
        FIRST,
        AGAIN,
        UNICAST,
        OVER
    }

    /**
     * @param source our own address to ask with, one that is not shared; without it the questions are probes
     * @param expected whom to ask by unicast when nobody answers a broadcast
     */
    LanQuestions(
            ArpStack stack,
            Optional<Ipv4Address> source,
            List<Ipv4Address> addresses,
            Map<Ipv4Address, Collection<MacAddress>> expected) {
        this.stack = stack;
        this.source = source;
        this.addresses = List.copyOf(addresses);
        this.expected = Map.copyOf(expected);
        this.next = stack.now();
        addresses.forEach(address -> answers.put(address, new TreeSet<>()));
        addresses.forEach(address -> frames.add(ArpFrame.broadcast(question(address))));
    }

    boolean isDone() {
        return round == Round.OVER;
    }

    /** Who answered for each address. */
    Map<Ipv4Address, Set<MacAddress>> answers() {
        return answers;
    }

    /** Those for which somebody answered to a question by unicast, after nobody had to two by broadcast. */
    Set<Ipv4Address> onlyToUnicast() {
        return onlyToUnicast;
    }

    /** Why a question did not leave. */
    Optional<String> hindrance() {
        return hindrance;
    }

    @Override
    public MonotonicTime nextTimeout() {
        return next;
    }

    @Override
    public void onTimeout(MonotonicTime now) {
        if (frames.isEmpty()) {
            endRound(now);
            return;
        }
        if (stack.send(frames.remove()) instanceof SendResult.NotSent refused) {
            hindrance = Optional.of(refused.because());
        }
        next = now.plus(frames.isEmpty() ? FOR_ANSWERS : BETWEEN_FRAMES);
    }

    private void endRound(MonotonicTime now) {
        List<Ipv4Address> silent = addresses.stream()
                .filter(address -> answersFor(address).isEmpty())
                .toList();
        round = switch (round) {
            case FIRST -> Round.AGAIN;
            case AGAIN -> Round.UNICAST;
            case UNICAST, OVER -> Round.OVER;
        };
        switch (round) {
            case AGAIN -> silent.forEach(address -> frames.add(ArpFrame.broadcast(question(address))));
            case UNICAST -> silent.forEach(this::askByUnicast);
            case FIRST, OVER -> {}
        }
        next = frames.isEmpty() && round == Round.OVER ? MonotonicTime.NEVER : now;
    }

    private void askByUnicast(Ipv4Address address) {
        expected.getOrDefault(address, List.of()).forEach(mac -> frames.add(ArpFrame.unicast(mac, question(address))));
    }

    /** For our own address a probe: a request that names it as the sender would announce it. */
    private ArpPacket question(Ipv4Address address) {
        MacAddress own = stack.station().mac();
        return source.filter(from -> !from.equals(address))
                .map(from -> ArpPacket.request(own, from, address))
                .orElseGet(() -> ArpPacket.probe(own, address));
    }

    @Override
    public void onFrame(ArpFrame frame, MonotonicTime now) {
        Ipv4Address sender = frame.packet().senderIp();
        if (round == Round.UNICAST && answersFor(sender).isEmpty()) {
            onlyToUnicast.add(sender);
        }
        answersFor(sender).add(frame.packet().senderMac());
    }

    @Override
    public boolean wants(ArpFrame frame) {
        return answers.containsKey(frame.packet().senderIp());
    }

    private Set<MacAddress> answersFor(Ipv4Address address) {
        return Optional.ofNullable(answers.get(address)).orElseThrow();
    }

    /** The longest it can take, with some room. */
    Duration longest() {
        int most = addresses.size() * 2
                + new ArrayList<>(expected.values())
                        .stream().mapToInt(Collection::size).sum();
        return BETWEEN_FRAMES.multipliedBy(most).plus(FOR_ANSWERS.multipliedBy(4));
    }
}
