package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairingTest {
    private static final int SEEDS = 2_000;

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "10.77.0.1 10.79.0.1, 10.77.0.2:1 10.79.0.2:1, 10.77.0.2:1 10.79.0.2:1",
        "10.77.0.1 10.79.0.1, 10.79.0.2:1 10.77.0.2:1, 10.77.0.2:1 10.79.0.2:1",
        // one path more here: it goes to the closest, although that is taken
        "10.77.0.1 10.79.0.1, 10.77.0.2:1, 10.77.0.2:1 10.77.0.2:1",
        "10.77.0.1 10.79.0.1 10.78.0.1, 10.79.0.2:1 10.77.0.2:1, 10.77.0.2:1 10.79.0.2:1 10.79.0.2:1",
        // one path more there: it stays unused
        "10.77.0.1, 10.79.0.2:1 10.77.0.2:1, 10.77.0.2:1",
        // both are closest to one: the closer has it, the other takes what is left
        "10.77.0.1 10.77.0.8, 10.77.0.9:1 192.168.0.9:1, 192.168.0.9:1 10.77.0.9:1",
        // two ports of one address
        "10.77.0.1 10.77.0.2, 10.77.0.3:2 10.77.0.3:1, 10.77.0.3:2 10.77.0.3:1",
        "10.77.0.1, '', -"
    })
    void theClosestPairsAreJoined(String locals, String remotes, String expected) {
        List<Optional<PeerEndpoint>> chosen = Pairing.pair(addresses(locals), endpoints(remotes));
        String text = String.join(
                " ",
                chosen.stream()
                        .map(one -> one.map(PeerEndpoint::toString).orElse("-"))
                        .toList());
        assertEquals(expected, text);
    }

    @Test
    void everyEndpointIsUsedWhereThereAreEnoughAddresses() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Ipv4Address> locals = drawn(random);
            List<PeerEndpoint> remotes = drawn(random).stream()
                    .map(address -> new PeerEndpoint(address, 5227))
                    .toList();
            List<Optional<PeerEndpoint>> chosen = Pairing.pair(locals, remotes);
            int used = new HashSet<>(chosen).size();
            assertEquals(locals.size(), chosen.size(), "seed " + seed);
            assertTrue(chosen.stream().allMatch(Optional::isPresent), "seed " + seed);
            assertEquals(Math.min(locals.size(), remotes.size()), used, "seed " + seed);
        }
    }

    @Test
    void bothServersJoinTheSamePairs() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Ipv4Address> all = distinct(random, 8);
            List<Ipv4Address> ofA = all.subList(0, 4);
            List<Ipv4Address> ofB = all.subList(4, 8);
            assertEquals(
                    new HashSet<>(pairs(ofA, ofB)),
                    new HashSet<>(
                            pairs(ofB, ofA).stream().map(PairingTest::turned).toList()),
                    "seed " + seed);
        }
    }

    private static List<List<Ipv4Address>> pairs(List<Ipv4Address> locals, List<Ipv4Address> remotes) {
        List<Optional<PeerEndpoint>> chosen = Pairing.pair(
                locals,
                remotes.stream().map(address -> new PeerEndpoint(address, 5227)).toList());
        return IntStream.range(0, locals.size())
                .mapToObj(
                        i -> List.of(locals.get(i), chosen.get(i).orElseThrow().address()))
                .toList();
    }

    private static List<Ipv4Address> turned(List<Ipv4Address> pair) {
        return List.of(pair.get(1), pair.get(0));
    }

    private static List<Ipv4Address> drawn(Random random) {
        return distinct(random, 1 + random.nextInt(4));
    }

    /** Close to each other, so that there are ties. */
    private static List<Ipv4Address> distinct(Random random, int count) {
        List<Ipv4Address> addresses = new ArrayList<>();
        while (addresses.size() < count) {
            Ipv4Address next = new Ipv4Address(0x0a4d0000 | random.nextInt(16) << 12 | random.nextInt(16));
            if (!addresses.contains(next)) {
                addresses.add(next);
            }
        }
        return addresses;
    }

    private static List<Ipv4Address> addresses(String text) {
        return Arrays.stream(text.split(" ", -1)).map(Ipv4Address::parse).toList();
    }

    private static List<PeerEndpoint> endpoints(String text) {
        return Arrays.stream(text.split(" ", -1))
                .flatMap(one -> PeerEndpoint.parse(one).stream())
                .toList();
    }
}
