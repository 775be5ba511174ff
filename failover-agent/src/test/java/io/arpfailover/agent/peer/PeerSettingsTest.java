package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeerSettingsTest {
    private static final String RUN = Samples.A_NOW.toString();

    @Test
    void oneToFourAddressesNoneTwice() {
        assertEquals(4, settings(RUN, addresses(4), 5227).listen().size());
        assertThrows(IllegalArgumentException.class, () -> settings(RUN, List.of(), 5227));
        assertThrows(IllegalArgumentException.class, () -> settings(RUN, addresses(5), 5227));
        Ipv4Address twice = Samples.AT_A.address();
        assertThrows(IllegalArgumentException.class, () -> settings(RUN, List.of(twice, twice), 5227));
    }

    @Test
    void portsAndIncarnationsMustBeSuch() {
        assertEquals(Samples.A_NOW, settings(RUN, addresses(1), 0).run());
        assertThrows(IllegalArgumentException.class, () -> settings(RUN, addresses(1), -1));
        assertThrows(IllegalArgumentException.class, () -> settings(RUN, addresses(1), 65_536));
        assertThrows(IllegalArgumentException.class, () -> settings("1", addresses(1), 5227));
    }

    private static PeerSettings settings(String incarnation, List<Ipv4Address> listen, int port) {
        return new PeerSettings(Samples.WEB, Samples.A, incarnation, listen, port, Samples.SECRET);
    }

    private static List<Ipv4Address> addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Ipv4Address(0x0a4d0001 + i))
                .toList();
    }
}
