package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdEffect;
import io.arpfailover.agent.acd.AcdState;
import io.arpfailover.agent.acd.AddressClaim;
import io.arpfailover.agent.acd.Stations;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.Deadlines;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The shared addresses as one: conflict detection runs on all of them at the same time, and all are had or none.
 *
 * <p>Of a thousand, a turn looks only at those it concerns: what is asked in every turn is counted as claims change.
 */
final class VirtualAddresses {
    private final Map<Ipv4Address, AddressClaim> claims = new LinkedHashMap<>();
    private final Map<Ipv4Address, MacAddress> conflicts = new LinkedHashMap<>();
    private final Deadlines<Ipv4Address> deadlines = new Deadlines<>();
    private int ready;
    /** Whether the clause must be made again: of a thousand conflicts it is long. */
    private boolean conflictsChanged;

    private Optional<String> conflict = Optional.empty();

    VirtualAddresses(TakeoverSettings settings, RandomGenerator random) {
        for (Ipv4Address address : settings.addresses()) {
            claims.put(address, new AddressClaim(address, settings.acd(), settings.defence(), random));
        }
    }

    /** Begins to look for other users of the addresses, from the start. */
    List<AcdEffect> start(MonotonicTime now) {
        stop();
        List<AcdEffect> effects = each(List.copyOf(claims.keySet()), claim -> claim.start(now));
        // A claim that must wait after a conflict is in conflict still; the others look afresh.
        conflictsChanged = true;
        conflicts.keySet().removeIf(address -> claims.get(address).state() != AcdState.CONFLICT);
        return effects;
    }

    /** These addresses are in place after conflict detection, or were all the time. */
    List<AcdEffect> inPlace(List<Ipv4Address> part, MonotonicTime now) {
        conflictsChanged = true;
        part.forEach(conflicts::remove);
        return each(part, claim -> claim.state() == AcdState.READY ? claim.configured(now) : adopt(claim, now));
    }

    /** Without conflict detection of its own, or in the middle of it, when an earlier look is recent enough. */
    private static List<AcdEffect> adopt(AddressClaim claim, MonotonicTime now) {
        claim.stop();
        return claim.adopt(now);
    }

    /** Nobody here wants the addresses now. Who took one stays known: an attempt that must wait for that says why. */
    void stop() {
        var unused = each(List.copyOf(claims.keySet()), VirtualAddresses::stopped);
    }

    private static List<AcdEffect> stopped(AddressClaim claim) {
        claim.stop();
        return List.of();
    }

    List<AcdEffect> probeSent(Ipv4Address address, boolean sent, MonotonicTime now) {
        return one(address, claim -> claim.probeSent(sent, now));
    }

    void announced(Ipv4Address address, MonotonicTime now) {
        var unused = one(address, claim -> announced(claim, now));
    }

    private static List<AcdEffect> announced(AddressClaim claim, MonotonicTime now) {
        claim.announced(now);
        return List.of();
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
        return each(deadlines.due(now), claim -> claim.onTimeout(now));
    }

    MonotonicTime nextTimeout() {
        return deadlines.next();
    }

    /** Whether conflict detection has ended on every address, and nobody else uses one. */
    boolean allReady() {
        return ready == claims.size();
    }

    /** Who else uses the addresses we want, as last seen. An entry goes when the address is found free. */
    Map<Ipv4Address, MacAddress> conflicts() {
        return conflicts.entrySet().stream()
                .filter(entry -> claims.get(entry.getKey()).state() != AcdState.IDLE)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Whoever turns out to be of the pair is no stranger, though its frames may have come before its card. */
    void acquit(Stations stations) {
        conflictsChanged |= conflicts.values().removeIf(by -> !stations.isThird(by));
    }

    /** One clause about the conflicts, when there are any. */
    Optional<String> conflict() {
        if (conflictsChanged) {
            conflict = clause();
            conflictsChanged = false;
        }
        return conflict;
    }

    private Optional<String> clause() {
        return conflicts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " is in use by " + entry.getValue())
                .reduce((first, second) -> first + ", " + second);
    }

    private List<AcdEffect> onPacketAbout(Ipv4Address address, ArpPacket packet, Stations stations, MonotonicTime now) {
        return claims.containsKey(address) ? one(address, claim -> claim.onPacket(packet, stations, now)) : List.of();
    }

    private List<AcdEffect> each(List<Ipv4Address> some, Function<AddressClaim, List<AcdEffect>> step) {
        List<AcdEffect> effects = new ArrayList<>();
        some.forEach(address -> effects.addAll(one(address, step)));
        return effects;
    }

    /** The only way a claim moves, so that what is counted stays right. */
    private List<AcdEffect> one(Ipv4Address address, Function<AddressClaim, List<AcdEffect>> step) {
        AddressClaim claim = claims.get(address);
        AcdState before = claim.state();
        List<AcdEffect> effects = step.apply(claim);
        ready += (claim.state() == AcdState.READY ? 1 : 0) - (before == AcdState.READY ? 1 : 0);
        conflictsChanged |= claim.state() != before && conflicts.containsKey(address);
        deadlines.set(address, claim.nextTimeout());
        effects.forEach(this::note);
        return effects;
    }

    private void note(AcdEffect effect) {
        if (effect instanceof AcdEffect.Conflict found) {
            conflicts.put(found.address(), found.by());
        } else if (effect instanceof AcdEffect.Lost lost) {
            conflicts.put(lost.address(), lost.by());
        } else if (effect instanceof AcdEffect.Ready free) {
            conflicts.remove(free.address());
        } else {
            return;
        }
        conflictsChanged = true;
    }
}
