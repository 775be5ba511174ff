package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdEffect;
import io.arpfailover.agent.acd.AcdState;
import io.arpfailover.agent.acd.AddressClaim;
import io.arpfailover.agent.acd.Stations;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The shared addresses as one: conflict detection runs on all of them at the same time, and all are had or none. */
final class VirtualAddresses {
    private final Map<Ipv4Address, AddressClaim> claims = new LinkedHashMap<>();
    private final Map<Ipv4Address, MacAddress> conflicts = new LinkedHashMap<>();

    VirtualAddresses(TakeoverSettings settings, RandomGenerator random) {
        for (Ipv4Address address : settings.addresses()) {
            claims.put(address, new AddressClaim(address, settings.acd(), settings.defence(), random));
        }
    }

    /** Begins to look for other users of the addresses, from the start. */
    List<AcdEffect> start(MonotonicTime now) {
        stop();
        List<AcdEffect> effects = each(claim -> claim.start(now));
        // A claim that must wait after a conflict is in conflict still; the others look afresh.
        conflicts.keySet().removeIf(address -> claims.get(address).state() != AcdState.CONFLICT);
        return effects;
    }

    /** These addresses are in place after conflict detection, or were all the time. */
    List<AcdEffect> inPlace(List<Ipv4Address> part, MonotonicTime now) {
        List<AcdEffect> effects = new ArrayList<>();
        for (Ipv4Address address : part) {
            AddressClaim claim = claims.get(address);
            conflicts.remove(address);
            effects.addAll(claim.state() == AcdState.READY ? claim.configured(now) : adopt(claim, now));
        }
        return effects;
    }

    /** Without conflict detection of its own, or in the middle of it, when an earlier look is recent enough. */
    private static List<AcdEffect> adopt(AddressClaim claim, MonotonicTime now) {
        claim.stop();
        return claim.adopt(now);
    }

    /** Nobody here wants the addresses now. Who took one stays known: an attempt that must wait for that says why. */
    void stop() {
        claims.values().forEach(AddressClaim::stop);
    }

    List<AcdEffect> probeSent(Ipv4Address address, boolean sent, MonotonicTime now) {
        return claims.get(address).probeSent(sent, now);
    }

    void announced(Ipv4Address address, MonotonicTime now) {
        claims.get(address).announced(now);
    }

    /** A packet concerns the address it claims and the address it asks for, at most. */
    List<AcdEffect> onPacket(ArpPacket packet, Stations stations, MonotonicTime now) {
        List<AcdEffect> effects = new ArrayList<>(onPacketAbout(packet.senderIp(), packet, stations, now));
        if (!packet.targetIp().equals(packet.senderIp())) {
            effects.addAll(onPacketAbout(packet.targetIp(), packet, stations, now));
        }
        return effects;
    }

    List<AcdEffect> onTimeout(MonotonicTime now) {
        return each(claim -> now.hasReached(claim.nextTimeout()) ? claim.onTimeout(now) : List.of());
    }

    MonotonicTime nextTimeout() {
        return claims.values().stream()
                .map(AddressClaim::nextTimeout)
                .reduce(MonotonicTime.NEVER, MonotonicTime::earliest);
    }

    /** Whether conflict detection has ended on every address, and nobody else uses one. */
    boolean allReady() {
        return claims.values().stream().allMatch(claim -> claim.state() == AcdState.READY);
    }

    /** Who else uses the addresses we want, as last seen. An entry goes when the address is found free. */
    Map<Ipv4Address, MacAddress> conflicts() {
        return conflicts.entrySet().stream()
                .filter(entry -> claims.get(entry.getKey()).state() != AcdState.IDLE)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Whoever turns out to be of the pair is no stranger, though its frames may have come before its card. */
    void acquit(Stations stations) {
        conflicts.values().removeIf(by -> !stations.isThird(by));
    }

    /** One clause about the conflicts, when there are any. */
    Optional<String> conflict() {
        return conflicts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " is in use by " + entry.getValue())
                .reduce((first, second) -> first + ", " + second);
    }

    private List<AcdEffect> onPacketAbout(Ipv4Address address, ArpPacket packet, Stations stations, MonotonicTime now) {
        AddressClaim claim = claims.get(address);
        return claim == null ? List.of() : noted(claim.onPacket(packet, stations, now));
    }

    private List<AcdEffect> each(Function<AddressClaim, List<AcdEffect>> step) {
        List<AcdEffect> effects = new ArrayList<>();
        claims.values().forEach(claim -> effects.addAll(step.apply(claim)));
        return noted(effects);
    }

    private List<AcdEffect> noted(List<AcdEffect> effects) {
        for (AcdEffect effect : effects) {
            if (effect instanceof AcdEffect.Conflict conflict) {
                conflicts.put(conflict.address(), conflict.by());
            } else if (effect instanceof AcdEffect.Lost lost) {
                conflicts.put(lost.address(), lost.by());
            } else if (effect instanceof AcdEffect.Ready ready) {
                conflicts.remove(ready.address());
            }
        }
        return effects;
    }
}
