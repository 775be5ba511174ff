package io.arpfailover.agent.multihome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a host, by the values of all interfaces, of lan0, and of lan1 in the same network. */
class MultihomingTest {
    private static final List<Ipv4Prefix> SHARED =
            List.of(Ipv4Prefix.parse("10.9.0.100/24"), Ipv4Prefix.parse("10.9.0.101/24"));
    private static final Multihoming RULE = new Multihoming("lan0", SHARED);
    private static final String QUIET = "arp_ignore=1 arp_announce=2";

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
            all            | lan0         | lan1                             | to set
            -              | -            | -                                | lan1.arp_ignore=1 lan1.arp_announce=2
            -              | -            | arp_ignore=1                     | lan1.arp_announce=2
            -              | -            | arp_announce=2                   | lan1.arp_ignore=1
            -              | -            | arp_announce=1                   | lan1.arp_ignore=1 lan1.arp_announce=2
            -              | -            | arp_ignore=1 arp_announce=2      | -
            -              | -            | arp_ignore=2 arp_announce=2      | -
            -              | -            | arp_ignore=8 arp_announce=2      | -
            -              | -            | arp_ignore=3 arp_announce=2      | lan1.arp_ignore=1
            -              | -            | arp_ignore=4 arp_announce=2      | lan1.arp_ignore=1
            -              | -            | arp_ignore=1 arp_announce=3      | lan1.arp_announce=2
            arp_ignore=1   | -            | arp_announce=2                   | -
            arp_announce=2 | -            | arp_ignore=1                     | -
            -              | arp_ignore=3 | arp_ignore=1 arp_announce=2      | -
            -              | arp_ignore=2 | arp_ignore=1 arp_announce=2      | -
            -              | arp_ignore=8 | arp_ignore=1 arp_announce=2      | lan0.arp_ignore=0
            -              | rp_filter=1  | arp_ignore=1 arp_announce=2      | lan0.rp_filter=2
            rp_filter=1    | -            | arp_ignore=1 arp_announce=2      | lan0.rp_filter=2
            rp_filter=1    | rp_filter=2  | arp_ignore=1 arp_announce=2      | -
            -              | arp_filter=1 | arp_ignore=1 arp_announce=2      | lan0.arp_filter=0
            -              | -            | arp_filter=1 rp_filter=1         | lan1.arp_ignore=1 lan1.arp_announce=2
            """)
    void whatIsToBeSet(String all, String lan0, String lan1, String toSet) {
        Host host = besides(all, lan0, lan1);
        Judgement judgement = RULE.judge(host);
        assertEquals(toSet == null ? "" : toSet, text(judgement.settings()));
        assertEquals(toSet == null, judgement.isAnsweredOnce());
        Host set = judgement.settings().stream().reduce(host, Host::with, (one, same) -> one);
        assertTrue(RULE.judge(set).isAnsweredOnce(), "what is to be set does it");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
            all            | lan1                        | what is found
            arp_ignore=3   | arp_announce=2              | lan1 (10.9.0.5/24) answers for 10.9.0.100 and 1 more too (arp_ignore=3)
            arp_ignore=8   | arp_announce=2              | lan0 answers for no address (arp_ignore=8)
            arp_filter=1   | arp_ignore=1 arp_announce=2 | lan0 answers only those the kernel would reach through it (arp_filter=1)
            arp_announce=3 | arp_ignore=1                | lan1 (10.9.0.5/24) may ask with 10.9.0.100 and 1 more as the sender (arp_announce=3)
            """)
    void noSettingOfOneInterfaceHelpsAgainstThatOfAll(String all, String lan1, String what) {
        Judgement judgement = RULE.judge(besides(all, null, lan1));
        assertEquals(
                List.of(what), judgement.wrong().stream().map(Finding::what).toList());
        assertEquals(List.of(), judgement.settings());
        assertTrue(judgement.wrong().get(0).remedy().startsWith("set net.ipv4.conf.all."));
    }

    @Test
    void aFindingSaysWhatWhyAndWhatToDo() {
        assertEquals(
                new Finding(
                        Finding.Weight.WRONG,
                        "lan1 (10.9.0.5/24) answers for 10.9.0.100 and 1 more too (arp_ignore=0)",
                        "neighbours may take its MAC address, which no lease stops",
                        "set net.ipv4.conf.lan1.arp_ignore=1",
                        List.of(new Setting("lan1", Sysctl.ARP_IGNORE, 1))),
                RULE.judge(besides(null, null, null)).findings().get(0));
    }

    @Test
    void anotherNetworkIsAnAdviceAlone() {
        Judgement judgement = RULE.judge(host(null, lan0(null), nic("mgmt0", true, "10.10.0.1/24", null)));
        assertTrue(judgement.isAnsweredOnce());
        assertEquals(List.of(), judgement.settings());
        assertEquals(
                "asked for 10.9.0.100 and 1 more, mgmt0 would answer (arp_ignore)",
                judgement.findings().get(0).what());
        assertEquals(
                List.of(),
                RULE.judge(host(null, lan0(null), nic("mgmt0", true, "10.10.0.1/24", "arp_ignore=1")))
                        .findings());
    }

    @Test
    void whatIsDownOrHasNoArpOrNoAddressAnswersNobody() {
        assertEquals(
                List.of(),
                RULE.judge(host(
                                null,
                                lan0(null),
                                nic("lan1", false, "10.9.0.5/24", null),
                                new HostInterface("lan2", true, List.of(), Map.of())))
                        .findings());
    }

    @Test
    void aSharedAddressMustBeOnNoOtherInterface() {
        Judgement judgement = RULE.judge(host(null, lan0(null), nic("lo", false, "10.9.0.100/32", null)));
        assertEquals(
                List.of("10.9.0.100 is on lo too"),
                judgement.wrong().stream().map(Finding::what).toList());
        assertEquals(
                "remove it there: ip addr del 10.9.0.100/32 dev lo",
                judgement.wrong().get(0).remedy());
    }

    @Test
    void theSharedAddressItselfDoesNotMakeANetwork() {
        Host holder = host(
                null,
                new HostInterface("lan0", true, SHARED, Map.of()),
                nic("mgmt0", true, "10.10.0.1/24", "arp_ignore=1"));
        assertEquals(List.of(), RULE.judge(holder).findings());
    }

    @Test
    void anAddressOfItsOwnNetworkAloneIsNotAnsweredWithTwo() {
        Multihoming alone = new Multihoming("lan0", List.of(Ipv4Prefix.parse("10.9.0.100/32")));
        Judgement judgement = alone.judge(host(null, lan0("arp_ignore=2")));
        assertEquals("lan0.arp_ignore=1", text(judgement.settings()));
    }

    @Test
    void aStrictFilterIsFineWhereThereIsOneInterface() {
        assertTrue(RULE.judge(host("rp_filter=1 arp_filter=1", lan0(null))).isAnsweredOnce());
    }

    /** RFC 1122 section 3.3.4.2. */
    @Test
    void anEndSystemIsStrongWhenEachInterfaceSpeaksForItselfOnly() {
        assertEquals(EndSystem.WEAK, RULE.judge(besides(null, null, QUIET)).endSystem());
        assertEquals(EndSystem.STRONG, RULE.judge(besides(null, QUIET, QUIET)).endSystem());
        assertEquals(EndSystem.STRONG, RULE.judge(besides(QUIET, null, null)).endSystem());
        assertEquals(
                EndSystem.WEAK, RULE.judge(besides("arp_ignore=1", null, null)).endSystem());
    }

    @Test
    void whatMattersToSomeIsAdvice() {
        Host host = new Host(List.of(lan0("drop_gratuitous_arp=1 arp_accept=1")), Map.of(), false);
        assertEquals(
                List.of(
                        "lan0 drops announcements",
                        "lan0 makes an entry of every announcement",
                        "programs cannot bind"),
                RULE.judge(host).findings().stream()
                        .map(finding -> finding.what().split(" \\(| to ", 2)[0])
                        .toList());
        assertTrue(RULE.judge(host).isAnsweredOnce());
    }

    @Test
    void aHostWithoutTheInterfaceIsNotJudged() {
        assertEquals(List.of(), RULE.judge(new Host(List.of(), Map.of(), false)).findings());
    }

    /** Documentation/networking/ip-sysctl.rst of Linux, and its IN_DEV_MAXCONF and IN_DEV_ORCONF. */
    @Test
    void ofAllAndItsOwnTheLargerOrEitherCounts() {
        for (Sysctl sysctl : List.of(Sysctl.ARP_IGNORE, Sysctl.ARP_ANNOUNCE, Sysctl.RP_FILTER)) {
            assertEquals(2, sysctl.effective(1, 2));
            assertEquals(2, sysctl.effective(2, 0));
        }
        assertEquals(1, Sysctl.ARP_FILTER.effective(0, 1));
        assertEquals(1, Sysctl.ARP_FILTER.effective(1, 0));
        assertEquals(0, Sysctl.ARP_FILTER.effective(0, 0));
    }

    @Test
    void aSettingIsWrittenAsItCanBeSet() {
        assertEquals("net.ipv4.conf.lan1.arp_ignore=1", new Setting("lan1", Sysctl.ARP_IGNORE, 1).toString());
        assertEquals("net/ipv4/conf/lan0.7/arp_ignore=1", new Setting("lan0.7", Sysctl.ARP_IGNORE, 1).toString());
    }

    @Test
    void theValuesThatCountAreDescribed() {
        Host host = besides("rp_filter=1", "rp_filter=2", null);
        assertEquals(
                "arp_ignore=0 arp_announce=0 arp_filter=0 rp_filter=2 arp_notify=0 arp_accept=0 drop_gratuitous_arp=0",
                host.described(host.named("lan0").orElseThrow()));
    }

    private static Host besides(String all, String lan0, String lan1) {
        return host(all, lan0(lan0), nic("lan1", true, "10.9.0.5/24", lan1));
    }

    private static HostInterface lan0(String values) {
        return nic("lan0", true, "10.9.0.1/24", values);
    }

    private static Host host(String all, HostInterface... interfaces) {
        return new Host(List.of(interfaces), values(all), true);
    }

    private static HostInterface nic(String name, boolean arp, String address, String values) {
        return new HostInterface(name, arp, List.of(Ipv4Prefix.parse(address)), values(values));
    }

    private static Map<Sysctl, Integer> values(String text) {
        return Stream.ofNullable(text)
                .flatMap(values -> Arrays.stream(values.split(" ", -1)))
                .map(value -> value.split("=", 2))
                .collect(Collectors.toMap(value -> named(value[0]), value -> Integer.parseInt(value[1])));
    }

    private static Sysctl named(String text) {
        return Arrays.stream(Sysctl.values())
                .filter(sysctl -> sysctl.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static String text(List<Setting> settings) {
        return settings.stream()
                .map(setting -> setting.toString().replace("net.ipv4.conf.", ""))
                .collect(Collectors.joining(" "));
    }
}
