package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.kernel.ChangedSysctls;
import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.kernel.Sysctls;
import io.arpfailover.agent.multihome.Host;
import io.arpfailover.agent.multihome.Judgement;
import io.arpfailover.agent.multihome.Multihoming;
import io.arpfailover.agent.multihome.Setting;
import io.arpfailover.agent.multihome.Sysctl;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server with two interfaces on one LAN, asked for its shared address by frames: whether the real kernel answers as
 * the rule says, and how settings are changed and put back.
 */
class MultihomingNetnsIT {
    private static final Ipv4Prefix SHARED = Ipv4Prefix.parse("10.9.0.100/24");
    private static final Ipv4Address ASKER = Ipv4Address.parse("10.9.0.50");
    /** No interface carries it, and the bridge does not care. */
    private static final MacAddress ASKER_MAC = MacAddress.parse("02:00:00:00:00:50");

    /** The kernel answers at once. */
    private static final Duration QUIET = Duration.ofMillis(80);

    private static final Multihoming RULE = new Multihoming("lan0", List.of(SHARED));

    @TempDir
    private Path state;

    private final NetnsLab lab = NetnsLab.create();
    private Rtnetlink rtnetlink;
    private LanTap asker;

    @BeforeEach
    void open() {
        lab.lan("lan0", "s", "asker");
        lab.cable("s", "lan1", "lan0", "second");
        lab.ip("lan0", "link set second master br0");
        lab.ip("s", "addr add 10.9.0.1/24 dev lan0");
        lab.ip("s", "addr add 10.9.0.5/24 dev lan1");
        lab.ip("s", "addr add " + SHARED + " dev lan0");
        lab.ip("asker", "link set lan0 promisc on");
        rtnetlink = lab.call("s", Rtnetlink::open);
        asker = LanTap.on(lab, "asker", "lan0");
    }

    @AfterEach
    void close() {
        asker.close();
        rtnetlink.close();
        lab.close();
    }

    @Test
    void withDefaultsBothInterfacesAnswerAndWithSetOnlyTheRightOne() {
        assertEquals(Set.of(mac("lan0"), mac("lan1")), answersFrom());
        assertEquals(new Done(), change("web", judge("web").settings()));
        assertEquals(Set.of(mac("lan0")), answersFrom());
        assertTrue(judgeNow().isAnsweredOnce());
        assertEquals(new Done(), change("web", List.of()));
        assertEquals(Set.of(mac("lan0"), mac("lan1")), answersFrom());
        assertTrue(Files.notExists(state.resolve("web.sysctls")));
    }

    /** The values of all, of lan0 and lan1, and who answers a request and a probe. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
            all          | lan0         | lan1         | request   | probe
            -            | -            | arp_ignore=1 | lan0      | lan0
            -            | -            | arp_ignore=2 | lan0      | lan0
            -            | -            | arp_ignore=8 | lan0      | lan0
            -            | -            | arp_ignore=3 | lan0 lan1 | lan0 lan1
            -            | -            | arp_ignore=4 | lan0 lan1 | lan0 lan1
            arp_ignore=1 | -            | -            | lan0      | lan0
            -            | arp_ignore=8 | arp_ignore=1 | -         | -
            -            | -            | arp_filter=1 | lan0      | lan0 lan1
            -            | -            | rp_filter=1  | lan0      | lan0 lan1
            """)
    void theKernelAnswersAsTheRuleHasIt(String all, String lan0, String lan1, String request, String probe) {
        set("all", all);
        set("lan0", lan0);
        set("lan1", lan1);
        assertEquals(macs(request), answersFrom(ArpPacket.request(ASKER_MAC, ASKER, SHARED.address())));
        assertEquals(macs(probe), answersFrom(ArpPacket.probe(ASKER_MAC, SHARED.address())));
        boolean once = macs(request).equals(Set.of(mac("lan0"))) && macs(probe).equals(Set.of(mac("lan0")));
        boolean found =
                judgeNow().wrong().stream().anyMatch(finding -> finding.what().contains(" answers for "));
        assertEquals(once, !found, judgeNow().toString());
    }

    @Test
    void aStrictInterfaceThatTheRouteDoesNotLeadThroughIsDeaf() {
        lab.ip("s", "route add 10.9.0.50/32 dev lan1");
        set("lan1", "arp_ignore=1 arp_announce=2");
        set("lan0", "rp_filter=1");
        assertEquals(Set.of(), answersFrom());
        assertEquals(new Done(), change("web", judge("web").settings()));
        assertEquals(Set.of(mac("lan0")), answersFrom());
    }

    @Test
    void whatAKilledProgramSetIsTakenOverOrPutBackByTheNext() {
        change("web", judge("web").settings());
        assertEquals("1", value("lan1", "arp_ignore"));
        List<Setting> again = judge("web").settings();
        assertEquals(2, again.size(), "wanted as if nothing had been set");
        change("web", again);
        assertEquals(new Done(), change("web", List.of()));
        assertEquals("0", value("lan1", "arp_ignore"));
        assertEquals("0", value("lan1", "arp_announce"));
    }

    @Test
    void whatSomebodyElseHasChangedSinceStays() {
        change("web", judge("web").settings());
        set("lan1", "arp_ignore=2");
        change("web", List.of());
        assertEquals("2", value("lan1", "arp_ignore"));
        assertEquals("0", value("lan1", "arp_announce"));
    }

    @Test
    void whatAnotherClusterNeedsStaysUntilItsEnd() {
        change("web", judge("web").settings());
        change("db", judge("db").settings());
        change("web", List.of());
        assertEquals(Set.of(mac("lan0")), answersFrom());
        change("db", List.of());
        assertEquals("0", value("lan1", "arp_ignore"));
    }

    @Test
    void aFileOfAnotherBootOrNamespaceIsNotBelieved() throws IOException {
        Files.writeString(state.resolve("web.sysctls"), "0123456789abcdef\nlan1 arp_ignore 7 0\n");
        change("web", List.of());
        assertEquals("0", value("lan1", "arp_ignore"));
        assertTrue(Files.notExists(state.resolve("web.sysctls")));
    }

    @Test
    void whatMakesNoSenseInAFileIsLeftOut() throws IOException {
        change("web", List.of(new Setting("lan1", Sysctl.ARP_IGNORE, 1)));
        Path file = state.resolve("web.sysctls");
        Files.writeString(file, Files.readString(file) + "\nlan1 arp_ignore\nlan1 ../../x 0 1\nlan1 rp_filter x 1\n");
        assertEquals(new Done(), change("web", List.of()));
        assertEquals("0", value("lan1", "arp_ignore"));
    }

    @Test
    void anInterfaceThatIsGoneNeedsNothing() {
        change("web", judge("web").settings());
        lab.ip("s", "link del lan1");
        assertEquals(new Done(), change("web", List.of()));
    }

    // ---- asking

    private Set<MacAddress> answersFrom() {
        return answersFrom(ArpPacket.request(ASKER_MAC, ASKER, SHARED.address()));
    }

    /** From where answers come. Silence is what is tested, so there is nothing to wait for but time. */
    private Set<MacAddress> answersFrom(ArpPacket question) {
        int before = replies().size();
        asker.send(ArpFrame.broadcast(question).encode());
        Program.elapse(QUIET);
        return replies().stream()
                .skip(before)
                .filter(reply -> reply.senderIp().equals(SHARED.address()))
                .map(ArpPacket::senderMac)
                .collect(Collectors.toSet());
    }

    private List<ArpPacket> replies() {
        return asker.seen().stream()
                .map(LanTap.Seen::packet)
                .filter(packet -> packet.senderIp().equals(SHARED.address()))
                .toList();
    }

    // ---- the server

    private Judgement judgeNow() {
        return RULE.judge(hostNow());
    }

    private Judgement judge(String cluster) {
        return lab.call("s", () -> RULE.judge(of(cluster).without(Sysctls.read(rtnetlink))));
    }

    private Host hostNow() {
        return lab.call("s", () -> Sysctls.read(rtnetlink));
    }

    private Object change(String cluster, List<Setting> wanted) {
        return lab.call("s", () -> of(cluster).change(wanted));
    }

    private ChangedSysctls of(String cluster) {
        return ChangedSysctls.of(state, new ClusterName(cluster));
    }

    private void set(String interfaceName, String values) {
        if (values != null) {
            lab.in("s", () -> {
                for (String value : values.split(" ", -1)) {
                    String[] pair = value.split("=", 2);
                    Files.writeString(proc(interfaceName, pair[0]), pair[1]);
                }
            });
        }
    }

    private String value(String interfaceName, String sysctl) {
        return lab.call("s", () -> Files.readString(proc(interfaceName, sysctl)).trim());
    }

    private static Path proc(String interfaceName, String sysctl) {
        return Path.of("/proc/sys/net/ipv4/conf", interfaceName, sysctl);
    }

    private Set<MacAddress> macs(String interfaceNames) {
        return interfaceNames == null
                ? Set.of()
                : List.of(interfaceNames.split(" ", -1)).stream().map(this::mac).collect(Collectors.toSet());
    }

    private MacAddress mac(String interfaceName) {
        return rtnetlink.link(interfaceName).orElseThrow().mac();
    }
}
