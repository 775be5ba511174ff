package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerEndpointTest {
    @Test
    void readsAndPrintsTheSame() {
        PeerEndpoint endpoint = new PeerEndpoint(Ipv4Address.parse("10.77.0.1"), 5227);
        assertEquals("10.77.0.1:5227", endpoint.toString());
        assertEquals(Optional.of(endpoint), PeerEndpoint.parse("10.77.0.1:5227"));
        assertEquals(endpoint, PeerEndpoint.of(endpoint.socketAddress()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "10.77.0.1",
                "10.77.0.1:",
                ":5227",
                "10.77.0.1:0",
                "10.77.0.1:05227",
                "10.77.0.1:65536",
                "10.77.0.1:99999",
                "10.77.0.1:+5227",
                "10.77.0.256:5227",
                "10.77.1:5227",
                "server-b:5227",
                "[fe80::1]:5227",
                "10.77.0.1:5227 "
            })
    void anythingElseIsNone(String text) {
        assertEquals(Optional.empty(), PeerEndpoint.parse(text));
    }

    @Test
    void anIncarnationIsSixteenHexadecimalDigits() {
        assertEquals("00000000000000ff", new Incarnation(255).toString());
        assertEquals(new Incarnation(-1), Incarnation.parse("ffffffffffffffff"));
        for (String wrong : new String[] {"", "ff", "0123456789abcdeF", "0123456789abcdef0", "0123456789abcdeg"}) {
            assertThrows(IllegalArgumentException.class, () -> Incarnation.parse(wrong), wrong);
        }
    }
}
