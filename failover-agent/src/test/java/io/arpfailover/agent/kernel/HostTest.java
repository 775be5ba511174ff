package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostTest {

    @Test
    void aMissingCapabilityIsNamed() {
        assertEquals(Set.of(), Capability.missing(List.of("Name:\tjava", "CapEff:\t0000000000003000")));
        assertEquals(Set.of(Capability.CAP_NET_RAW), Capability.missing(List.of("CapEff:\t0000000000001000")));
        assertEquals(Set.of(Capability.CAP_NET_ADMIN), Capability.missing(List.of("CapEff:\tffffffffffffefff")));
        assertEquals(EnumSet.allOf(Capability.class), Capability.missing(List.of("CapPrm:\tffffffffffffffff")));
    }

    @Test
    void aHostIsKnownAgainUntilItsNextBoot() {
        HostIdentity host = HostIdentity.of("machine", "boot", "net:[1]");
        assertEquals(host, HostIdentity.of("machine", "boot", "net:[1]"));
        assertNotEquals(host, HostIdentity.of("machine", "boot2", "net:[1]"));
        assertNotEquals(host, HostIdentity.of("machine2", "boot", "net:[1]"));
        assertNotEquals(host, HostIdentity.of("machine", "boot", "net:[2]"));
        assertTrue(host.text().matches("[0-9a-f]{16}"), host.text());
    }

    @Test
    void thisHostIsTheSameEachTime() {
        assertEquals(HostIdentity.read(), HostIdentity.read());
    }
}
