package io.arpfailover.agent.config;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys on what is between the two servers: how they speak, what they promise, when the addresses go back. */
final class PairReader {
    private static final int MOST_PATHS = 4;
    private static final Scalar<Duration> PROMISE = Scalars.duration(Duration.ofMillis(100), Duration.ofSeconds(10));
    private static final Scalar<Duration> RESTART = Scalars.duration(Duration.ofSeconds(1), Duration.ofMinutes(5));
    private static final Scalar<Duration> DELAY = Scalars.duration(Duration.ofSeconds(1), Duration.ofHours(24));

    private final Section root;
    private final Findings findings;

    PairReader(Section root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    /**
     * Empty when there is no such section, or nothing useful in it; then the findings tell which.
     *
     * @param shared the shared addresses, as far as they could be read
     */
    Optional<PeerConfiguration> peer(List<Optional<Ipv4Prefix>> shared) {
        if (!root.has(Key.PEER)) {
            return Optional.empty();
        }
        Section section = root.section(Key.PEER);
        List<Optional<Ipv4Address>> listen = section.list(Key.PEER_LISTEN, Scalars.ADDRESS);
        Optional<Integer> port = section.value(Key.PEER_PORT, Scalars.PORT);
        Optional<Path> secretFile = section.value(Key.PEER_SECRET_FILE, Scalars.ABSOLUTE_PATH);
        checkListen(listen, shared);
        List<Ipv4Address> addresses = listen.stream().flatMap(Optional::stream).toList();
        return port.flatMap(at -> secretFile.map(file -> new PeerConfiguration(addresses, at, file)));
    }

    /** One word, or a section. */
    Optional<PromiseTiming> timing() {
        if (root.isSingle(Key.TIMING)) {
            return root.value(Key.TIMING, Scalars.TIMING);
        }
        Section section = root.section(Key.TIMING);
        Optional<Duration> promise = section.value(Key.TIMING_PROMISE, PROMISE);
        Optional<Duration> restart = section.value(Key.TIMING_RESTART, RESTART);
        if (promise.isEmpty() || restart.isEmpty()) {
            return Optional.empty();
        }
        if (restart.get().compareTo(promise.get()) < 0) {
            refuse(
                    Key.TIMING_RESTART.path(),
                    Key.TIMING_RESTART,
                    "is shorter than " + Key.TIMING_PROMISE.path() + "; make it at least as long");
            return Optional.empty();
        }
        return Optional.of(new PromiseTiming(promise.get(), restart.get()));
    }

    Optional<FailbackConfiguration> failback() {
        Section section = root.section(Key.FAILBACK);
        Optional<FailbackConfiguration.Policy> policy = section.value(Key.FAILBACK_POLICY, Scalars.FAILBACK_POLICY);
        Optional<NodeName> preferred = section.value(Key.FAILBACK_PREFERRED, Scalars.NODE_NAME);
        Optional<Duration> delay = section.value(Key.FAILBACK_DELAY, DELAY);
        policy.ifPresent(chosen -> checkFailback(section, chosen));
        return policy.flatMap(chosen -> delay.map(after -> new FailbackConfiguration(chosen, preferred, after)));
    }

    private void checkFailback(Section section, FailbackConfiguration.Policy policy) {
        boolean named = section.has(Key.FAILBACK_PREFERRED);
        switch (policy) {
            case PREFERRED -> {
                if (!named) {
                    section.missing(Key.FAILBACK_PREFERRED);
                }
            }
            case STICKY, MANUAL -> {
                refuseWithout(section, Key.FAILBACK_PREFERRED);
                refuseWithout(section, Key.FAILBACK_DELAY);
            }
        }
    }

    private void refuseWithout(Section section, Key key) {
        if (section.has(key)) {
            refuse(key.path(), key, "is of use with 'policy: preferred' only; write that, or remove this");
        }
    }

    private void checkListen(List<Optional<Ipv4Address>> listen, List<Optional<Ipv4Prefix>> shared) {
        Set<Ipv4Address> moving = new HashSet<>();
        shared.stream().flatMap(Optional::stream).map(Ipv4Prefix::address).forEach(moving::add);
        Set<Ipv4Address> seen = new HashSet<>();
        for (int item = 0; item < listen.size(); item++) {
            Optional<Ipv4Address> address = listen.get(item);
            if (address.isPresent()) {
                checkListen(address.get(), item, moving, seen);
            }
        }
        if (listen.size() > MOST_PATHS) {
            refuse(
                    Key.PEER_LISTEN.item(MOST_PATHS),
                    Key.PEER_LISTEN,
                    "lists more than four addresses; remove the rest");
        }
    }

    private void checkListen(Ipv4Address address, int item, Set<Ipv4Address> moving, Set<Ipv4Address> seen) {
        String place = Key.PEER_LISTEN.item(item);
        if (moving.contains(address)) {
            refuse(place, Key.PEER_LISTEN, address + " is a shared address; listen on one that stays on this server");
        } else if (!address.isUsableAsHost()) {
            refuse(place, Key.PEER_LISTEN, address + " is not the address of one host; name one of this server's");
        } else if (!seen.add(address)) {
            refuse(place, Key.PEER_LISTEN, address + " is listed twice; remove one of the two");
        }
    }

    private void refuse(String place, Key key, String message) {
        findings.problem(findings.positions().of(place), key.path(), message);
    }
}
