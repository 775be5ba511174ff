package io.arpfailover.agent.proxy;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Answers requests for hosts that do not answer themselves (RFC 1027). Does no I/O and reads no clock; one thread.
 *
 * <p>Its caller says with each event whether this process may answer at all: where several could, one does.
 */
public final class ProxyArp {
    /** Linux: the default of proxy_qlen. */
    static final int MOST_DELAYED = 64;

    private static final int MOST_LOOKUPS = 64;
    private static final int MOST_ASKERS_PER_LOOKUP = 16;
    private static final int MOST_ASKERS = 1024;
    private static final int MOST_LEARNED = 4096;
    private static final int MOST_ASKED_FOR = 256;
    /** Two frames each: below the 15 a second above which Cisco's dynamic ARP inspection shuts a port down. */
    private static final Duration BETWEEN_ANNOUNCEMENTS = Duration.ofMillis(150);

    private final ProxySettings settings;
    private final RandomGenerator random;
    private final Bindings bindings;
    private final Delayed delayed = new Delayed(MOST_DELAYED);
    private final Lookups lookups;
    private final AskerLimits limits;
    private final Map<Outcome, Long> counters = new EnumMap<>(Outcome.class);

    /** What somebody asked for, answered by us or not: the addresses that are in somebody's cache. */
    private final Recent<Ipv4Address, Boolean> askedFor = new Recent<>(MOST_ASKED_FOR);

    private final Deque<Ipv4Address> toAnnounce = new ArrayDeque<>();
    private MonotonicTime announceAt = MonotonicTime.NEVER;

    /**
     * Answers from the first request on.
     *
     * @param configured MACs that are known; probes for these addresses by others are answered
     */
    public ProxyArp(ProxySettings settings, Map<Ipv4Address, MacAddress> configured, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.bindings = new Bindings(configured, MOST_LEARNED, settings.oldestBinding());
        this.lookups = new Lookups(MOST_LOOKUPS, MOST_ASKERS_PER_LOOKUP, settings.lookupPatience());
        this.limits = new AskerLimits(settings.answersPerAsker(), MOST_ASKERS);
    }

    /** Whether a frame is about a proxied address. May be asked on any thread. */
    public boolean isConcerned(ArpFrame frame) {
        return asks(frame.packet())
                || settings.addresses().contains(frame.packet().senderIp());
    }

    /** Whether a frame asks for a proxied address, so that its {@link Path} is needed. May be asked on any thread. */
    public boolean asks(ArpPacket packet) {
        return packet.operation() == Operation.REQUEST && settings.addresses().contains(packet.targetIp());
    }

    /**
     * Takes in a frame.
     *
     * @param path that of the target, if it {@link #asks} for one
     */
    public List<ProxyEffect> onFrame(ArpFrame frame, Standpoint here, Path path, ProxyRight right, MonotonicTime now) {
        ArpPacket packet = frame.packet();
        if (here.own().contains(packet.senderMac())) {
            return List.of();
        }
        List<ProxyEffect> effects = new ArrayList<>();
        if (settings.addresses().contains(packet.senderIp())) {
            hear(frame, here, right, now, effects);
        }
        if (asks(packet)) {
            askedFor.put(packet.targetIp(), true);
            decide(frame, here, path, right, now, effects);
        }
        return List.copyOf(effects);
    }

    /** This process may answer from now on, and another could before: the others' caches are to follow. */
    public void rightBegan(MonotonicTime now) {
        toAnnounce.clear();
        if (settings.answerWith() == AnswerWith.OWN_MAC) {
            toAnnounce.addAll(askedFor.keySet());
        }
        announceAt = toAnnounce.isEmpty() ? MonotonicTime.NEVER : now;
    }

    public MonotonicTime nextTimeout() {
        return MonotonicTime.earliest(announceAt, MonotonicTime.earliest(delayed.next(), lookups.next()));
    }

    public List<ProxyEffect> onTimeout(Standpoint here, ProxyRight right, MonotonicTime now) {
        List<ProxyEffect> effects = new ArrayList<>();
        delayed.due(now).forEach(request -> answer(request, here, right, now, effects));
        for (Lookups.Unanswered lookup : lookups.over(now)) {
            count(Outcome.NOT_FOUND, lookup.requests());
            effects.add(new ProxyEffect.NotFound(lookup.address()));
        }
        if (now.hasReached(announceAt)) {
            announceNext(right, now, effects);
        }
        return List.copyOf(effects);
    }

    /** How often each outcome came; those that never came are missing. */
    public Map<Outcome, Long> counters() {
        return Map.copyOf(counters);
    }

    private void announceNext(ProxyRight right, MonotonicTime now, List<ProxyEffect> effects) {
        if (!right.holds(now)) {
            toAnnounce.clear();
        } else {
            effects.add(new ProxyEffect.Announce(toAnnounce.removeFirst()));
        }
        announceAt = toAnnounce.isEmpty() ? MonotonicTime.NEVER : now.plus(BETWEEN_ANNOUNCEMENTS);
    }

    /** A frame names a proxied host as its sender: the host's own, or the answer of another that stands in for it. */
    private void hear(ArpFrame frame, Standpoint here, ProxyRight right, MonotonicTime now, List<ProxyEffect> effects) {
        ArpPacket packet = frame.packet();
        if (packet.operation() == Operation.REPLY) {
            count(Outcome.SUPPRESSED, delayed.drop(packet.senderIp()));
        }
        if (settings.answerWith() == AnswerWith.REAL_MAC && isToBeLearned(packet.senderIp())) {
            if (bindings.learn(packet.senderIp(), packet.senderMac(), now)) {
                effects.add(new ProxyEffect.Learned(packet.senderIp(), packet.senderMac()));
            }
            relay(frame, here, right, now, effects);
        }
    }

    /** As RFC 826 has it: what is known is kept up to date; what is not, only when it was asked for (or wanted so). */
    private boolean isToBeLearned(Ipv4Address address) {
        return !bindings.isConfigured(address)
                && (settings.learnFromAll() || lookups.isOpen(address) || bindings.isLearned(address));
    }

    private void relay(
            ArpFrame heard, Standpoint here, ProxyRight right, MonotonicTime now, List<ProxyEffect> effects) {
        List<ArpFrame> requests = lookups.answered(heard.packet().senderIp());
        boolean everybodyHeardIt =
                heard.destination().isGroup() && heard.packet().operation() == Operation.REPLY;
        if (everybodyHeardIt) {
            count(Outcome.SUPPRESSED, requests.size());
        } else {
            requests.forEach(request -> answer(request, here, right, now, effects));
        }
    }

    private void decide(
            ArpFrame request,
            Standpoint here,
            Path path,
            ProxyRight right,
            MonotonicTime now,
            List<ProxyEffect> effects) {
        Optional<Outcome> silence = silence(request.packet(), here, path, right, now);
        if (silence.isPresent()) {
            count(silence.get());
        } else if (macFor(request, here, now).isEmpty()) {
            lookUp(request, now, effects);
        } else if (settings.longestDelay().isZero() || !request.destination().isGroup()) {
            answer(request, here, right, now, effects);
        } else if (delayed.add(request, now.plus(delay()))) {
            count(Outcome.CROWDED_OUT);
        }
    }

    private Optional<Outcome> silence(
            ArpPacket request, Standpoint here, Path path, ProxyRight right, MonotonicTime now) {
        Ipv4Address address = request.targetIp();
        if (request.isAnnouncement() || bindings.belongs(address, request.senderMac())) {
            return Optional.of(Outcome.OWN_ADDRESS);
        }
        if (here.isReserved(address)) {
            return Optional.of(Outcome.RESERVED_ADDRESS);
        }
        if (request.isProbe() && !bindings.isConfigured(address)) {
            return Optional.of(Outcome.PROBE);
        }
        if (!settings.answersOver(path)) {
            return Optional.of(Outcome.NOT_BEHIND_US);
        }
        if (!right.holds(now)) {
            return Optional.of(Outcome.NO_RIGHT);
        }
        return limits.take(request.senderMac(), now) ? Optional.empty() : Optional.of(Outcome.RATE_LIMITED);
    }

    private void lookUp(ArpFrame request, MonotonicTime now, List<ProxyEffect> effects) {
        switch (lookups.admit(request, now)) {
            case ASK -> {
                count(Outcome.ASKED_UPSTREAM);
                effects.add(new ProxyEffect.AskUpstream(request.packet().targetIp()));
            }
            case WAITS -> count(Outcome.ASKED_UPSTREAM);
            case CROWDED_OUT -> count(Outcome.CROWDED_OUT);
        }
    }

    /** The right and the MAC are looked at again: the answer may have waited. */
    private void answer(
            ArpFrame request, Standpoint here, ProxyRight right, MonotonicTime now, List<ProxyEffect> effects) {
        Optional<MacAddress> mac = macFor(request, here, now);
        if (!right.holds(now)) {
            count(Outcome.NO_RIGHT);
        } else if (mac.isEmpty()) {
            count(Outcome.NOT_FOUND);
        } else {
            count(request.packet().isProbe() ? Outcome.DEFENDED : Outcome.ANSWERED);
            effects.add(new ProxyEffect.Answer(reply(request, mac.get(), here)));
        }
    }

    private Optional<MacAddress> macFor(ArpFrame request, Standpoint here, MonotonicTime now) {
        return switch (settings.answerWith()) {
            case OWN_MAC -> Optional.of(here.mac());
            case REAL_MAC -> bindings.fresh(request.packet().targetIp(), now);
        };
    }

    /** The frame comes from our own MAC whatever the packet says: a switch must not look for the host behind our port. */
    private ArpFrame reply(ArpFrame request, MacAddress mac, Standpoint here) {
        MacAddress to = settings.broadcastReplies()
                ? MacAddress.BROADCAST
                : request.packet().senderMac();
        return new ArpFrame(to, here.mac(), request.tag(), ArpPacket.replyTo(request.packet(), mac));
    }

    private Duration delay() {
        return Duration.ofNanos(random.nextLong(settings.longestDelay().toNanos() + 1));
    }

    private void count(Outcome outcome) {
        count(outcome, 1);
    }

    private void count(Outcome outcome, int times) {
        if (times > 0) {
            counters.merge(outcome, (long) times, Long::sum);
        }
    }
}
