package io.arpfailover.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.config.SysctlPolicy;
import io.arpfailover.agent.doctor.Remark.Grade;
import io.arpfailover.agent.kernel.Capability;
import io.arpfailover.agent.kernel.KernelRelease;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.multihome.Host;
import io.arpfailover.agent.multihome.HostInterface;
import io.arpfailover.agent.multihome.Sysctl;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each examination makes of what it sees. */
class DoctorTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");

    @Test
    void advisesOnlyWhenNothingIsBad() {
        Remark good = Remark.good("x", "well");
        assertTrue(Doctor.isFine(List.of(good, Remark.advice("x", "might be better", "do"))));
        assertFalse(Doctor.isFine(List.of(good, Remark.bad("x", "broken", "mend"))));
    }

    @Test
    void allExaminationsAreMade() {
        Doctor doctor = new Doctor(List.of(fake("one"), fake("two")));
        assertEquals(
                List.of("one", "two"),
                doctor.examine().stream().map(Remark::subject).toList());
    }

    private static Examination fake(String subject) {
        return new Examination() {
            @Override
            public String subject() {
                return subject;
            }

            @Override
            public List<Remark> examine() {
                return List.of(Remark.good(subject, "well"));
            }
        };
    }

    @Test
    void theInterfaceIsUpHasACarrierAndSpeaksArp() {
        assertEquals(
                Remark.good("interface", "lan0 is up, has a carrier and speaks ARP as 02:00:00:00:00:01"),
                lan(true, true, true));
        assertEquals("lan0 does not speak ARP", lan(true, true, false).text());
        assertEquals("lan0 is down", lan(false, false, true).text());
        assertEquals("lan0 has no carrier", lan(true, false, true).text());
        assertEquals(Grade.BAD, lan(true, false, true).grade());
    }

    @Test
    void anInterfaceThatIsMissingIsBad() {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            Remark remark = new Lan("no-such-nic", rtnetlink).examine().get(0);
            assertEquals("no-such-nic does not exist", remark.text());
        }
    }

    @Test
    void capabilitiesThatAreMissingAreNamed() {
        Privileges privileges = new Privileges(false);
        assertEquals(Grade.GOOD, privileges.examine(Set.of()).get(0).grade());
        Remark remark = privileges.examine(EnumSet.allOf(Capability.class)).get(0);
        assertEquals(Grade.BAD, remark.grade());
        assertTrue(remark.text().contains("CAP_NET_ADMIN and CAP_NET_RAW"), remark.text());
    }

    @Test
    void librariesOfThisSystemAreFound() {
        assertEquals(
                List.of(Remark.good("libraries", "libpcap and libnftables can be loaded")), new Libraries().examine());
    }

    @ParameterizedTest
    @CsvSource({
        "5.15.0, false",
        "5.16.0, true",
        "5.16-rc1, true",
        "6.1.0-37-amd64, true",
        "4.19.0, false",
        "6.18, true",
        "unknown, false",
        "6, false"
    })
    void theKernelsHookOnTheWayOutCameWith516(String release, boolean isThere) {
        assertEquals(isThere, new KernelRelease(release).isAtLeast(5, 16));
    }

    @Test
    void aSecondInterfaceOnTheLanIsBadAndCanBeSetByTheAgent() {
        Host host = host("10.9.0.5/24", Map.of());
        List<Remark> remarks = answered(SysctlPolicy.CHECK).examine(host);
        assertEquals(
                List.of(Grade.BAD, Grade.BAD, Grade.ADVICE, Grade.ADVICE),
                remarks.stream().map(Remark::grade).toList());
        assertEquals(
                "write 'sysctls: set' into its configuration", remarks.get(3).remedy());
        assertEquals(3, answered(SysctlPolicy.SET).examine(host).size(), "nothing to be offered");
    }

    @Test
    void anAnswerOnOneInterfaceIsGood() {
        Remark weak = answered(SysctlPolicy.CHECK)
                .examine(host("10.10.0.5/24", Map.of()))
                .get(0);
        assertEquals(Grade.GOOD, weak.grade());
        assertTrue(weak.text().startsWith("the addresses are answered on lan0 alone (weak end system"), weak.text());
        Host strong = new Host(
                host("10.10.0.5/24", Map.of()).interfaces(),
                Map.of(Sysctl.ARP_IGNORE, 1, Sysctl.ARP_ANNOUNCE, 2),
                true);
        List<Remark> remarks = answered(SysctlPolicy.CHECK).examine(strong);
        assertEquals(1, remarks.size());
        assertTrue(
                remarks.get(0).text().contains("strong end system"),
                remarks.get(0).text());
    }

    private static AnsweredOnce answered(SysctlPolicy policy) {
        List<Ipv4Prefix> shared = List.of(Ipv4Prefix.parse("10.9.0.100/24"));
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            return new AnsweredOnce("lan0", shared, policy, rtnetlink);
        }
    }

    private static Host host(String besides, Map<Sysctl, Integer> values) {
        return new Host(List.of(nic("lan0", "10.9.0.1/24", Map.of()), nic("lan1", besides, values)), Map.of(), true);
    }

    private static HostInterface nic(String name, String address, Map<Sysctl, Integer> values) {
        return new HostInterface(name, true, List.of(Ipv4Prefix.parse(address)), values);
    }

    private static Remark lan(boolean up, boolean carrier, boolean arp) {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            return new Lan("lan0", rtnetlink).examine(new LinkState(2, "lan0", MAC, up, carrier, arp));
        }
    }
}
