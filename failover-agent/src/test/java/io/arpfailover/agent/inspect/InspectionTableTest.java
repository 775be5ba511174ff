package io.arpfailover.agent.inspect;

import static io.arpfailover.agent.inspect.TestLan.A;
import static io.arpfailover.agent.inspect.TestLan.B;
import static io.arpfailover.agent.inspect.TestLan.HOST;
import static io.arpfailover.agent.inspect.TestLan.OTHER;
import static io.arpfailover.agent.inspect.TestLan.says;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each kind of frame against what is known of its sender 10.77.0.7, in each mode, with all checks on. A cell is the
 * verdict and what is told; {@code .} is permitted, and nothing told but that the station is new.
 */
class InspectionTableTest {
    private static final String TABLE = """
            frame              nothing       must-be-bound bound-to-it   bound-to-other learned-other rule-permits  rule-denies   trusted
            request            .             UNBOUND       .             BINDING        BINDING       .             RULE          .
            reply              .             UNBOUND       .             BINDING        BINDING       .             RULE          .
            probe              PERMITTED     PERMITTED     PERMITTED     PERMITTED      PERMITTED     PERMITTED     PERMITTED     PERMITTED
            reply-to-probe     .             UNBOUND       .             BINDING        BINDING       .             RULE          .
            other-source       SOURCE_MAC    SOURCE_MAC    SOURCE_MAC    SOURCE_MAC     SOURCE_MAC    SOURCE_MAC    SOURCE_MAC    SOURCE_MAC
            other-destination  DESTINATION   DESTINATION   DESTINATION   DESTINATION    DESTINATION   DESTINATION   DESTINATION   .
            reply-from-nobody  IP_ADDRESS    IP_ADDRESS    IP_ADDRESS    IP_ADDRESS     IP_ADDRESS    IP_ADDRESS    IP_ADDRESS    PERMITTED
            reply-to-a-group   IP_ADDRESS    IP_ADDRESS    IP_ADDRESS    IP_ADDRESS     IP_ADDRESS    IP_ADDRESS    IP_ADDRESS    .
            from-all-hosts     IP_BROADCAST  IP_BROADCAST  IP_BROADCAST  IP_BROADCAST   IP_BROADCAST  IP_BROADCAST  IP_BROADCAST  .
            from-limited       MALFORMED_IP  MALFORMED_IP  MALFORMED_IP  MALFORMED_IP   MALFORMED_IP  MALFORMED_IP  MALFORMED_IP  MALFORMED_IP
            sender-everybody   MALFORMED_MAC MALFORMED_MAC MALFORMED_MAC MALFORMED_MAC  MALFORMED_MAC MALFORMED_MAC MALFORMED_MAC MALFORMED_MAC
            sender-zero        MALFORMED_MAC MALFORMED_MAC MALFORMED_MAC MALFORMED_MAC  MALFORMED_MAC MALFORMED_MAC MALFORMED_MAC MALFORMED_MAC
            not-arp            MALFORMED     MALFORMED     MALFORMED     MALFORMED      MALFORMED     MALFORMED     MALFORMED     MALFORMED
            elsewhere          BOGON         UNBOUND       BOGON         BOGON          BOGON         BOGON         BOGON         BOGON
            """;

    @TestFactory
    Stream<DynamicTest> everyFrameInEverySituationAndMode() {
        List<String[]> rows =
                TABLE.lines().map(line -> line.trim().split("\\s+")).toList();
        String[] situations = rows.get(0);
        return rows.stream()
                .skip(1)
                .flatMap(row -> Stream.iterate(1, i -> i < situations.length, i -> i + 1)
                        .flatMap(i -> Arrays.stream(InspectionMode.values())
                                .map(mode -> DynamicTest.dynamicTest(
                                        row[0] + " " + situations[i] + " " + mode,
                                        () -> assertCell(row[0], situations[i], mode, row[i])))));
    }

    private static void assertCell(String frame, String situation, InspectionMode mode, String cell) {
        TestLan lan = in(situation);
        lan.policy(policy(situation).withMode(mode));
        byte[] octets = octets(frame);
        Inspection inspection = lan.inspector.inspect(octets, octets.length, lan.now);
        List<FindingKind> told =
                inspection.findings().stream().map(Finding::kind).toList();
        if (mode == InspectionMode.OFF) {
            assertEquals(new Inspection(Verdict.PERMITTED, true, List.of()), inspection);
            return;
        }
        Verdict verdict = verdict(cell);
        assertEquals(verdict, inspection.verdict());
        assertEquals(verdict.isPermitted() || mode == InspectionMode.LOG, inspection.passes());
        assertEquals(told(cell), told);
    }

    private static TestLan in(String situation) {
        TestLan lan = new TestLan(policy(situation));
        return switch (situation) {
            case "bound-to-it" -> lan.bound(HOST, A);
            case "bound-to-other", "rule-permits" -> lan.bound(HOST, B);
            case "learned-other" -> {
                lan.hear(says(B, HOST));
                yield lan;
            }
            default -> lan;
        };
    }

    private static Policy policy(String situation) {
        Policy all = Policy.DEFAULT.withChecks(Checks.ALL);
        Ipv4Prefix hosts = Ipv4Prefix.parse("10.77.0.0/24");
        return switch (situation) {
            case "must-be-bound" -> all.withUnbound(UnboundPolicy.DENY);
            case "learned-other" -> all.withUnbound(UnboundPolicy.LEARN);
            case "rule-permits" ->
                all.withRules(List.of(
                        new Rule(Rule.Action.DENY, hosts, Optional.of(B)),
                        new Rule(Rule.Action.PERMIT, hosts, Optional.of(A)),
                        new Rule(Rule.Action.DENY, hosts, Optional.empty())));
            case "rule-denies" -> all.withRules(List.of(new Rule(Rule.Action.DENY, hosts, Optional.empty())));
            case "trusted" -> all.withTrusted(Set.of(A)).withUnbound(UnboundPolicy.DENY);
            default -> all;
        };
    }

    private static byte[] octets(String frame) {
        byte[] octets = frame(frame).encode();
        switch (frame) {
            case "sender-everybody" -> Arrays.fill(octets, 22, 28, (byte) 0xff);
            case "sender-zero" -> Arrays.fill(octets, 22, 28, (byte) 0);
            case "from-limited" -> Arrays.fill(octets, 28, 32, (byte) 0xff);
            case "not-arp" -> octets[13] = 0;
            default -> {}
        }
        return octets;
    }

    private static ArpFrame frame(String frame) {
        ArpPacket request = ArpPacket.request(A, HOST, OTHER);
        return switch (frame) {
            case "reply" -> replyTo(OTHER, HOST);
            case "probe" -> ArpFrame.broadcast(ArpPacket.probe(A, OTHER));
            case "reply-to-probe" -> replyTo(Ipv4Address.ANY, HOST);
            case "other-source" -> new ArpFrame(MacAddress.BROADCAST, B, Optional.empty(), request);
            case "other-destination" -> ArpFrame.broadcast(replyTo(OTHER, HOST).packet());
            case "reply-from-nobody" -> replyTo(OTHER, Ipv4Address.ANY);
            case "reply-to-a-group" -> replyTo(Ipv4Address.parse("224.0.0.1"), HOST);
            case "from-all-hosts" -> says(A, Ipv4Address.parse("10.77.0.255"));
            case "elsewhere" -> says(A, Ipv4Address.parse("192.0.2.1"));
            default -> ArpFrame.broadcast(request);
        };
    }

    private static ArpFrame replyTo(Ipv4Address target, Ipv4Address sender) {
        return ArpFrame.unicast(B, new ArpPacket(Operation.REPLY, A, sender, B, target));
    }

    private static Verdict verdict(String cell) {
        return switch (cell) {
            case ".", "BOGON" -> Verdict.PERMITTED;
            case "DESTINATION" -> Verdict.DESTINATION_MAC;
            case "IP_BROADCAST" -> Verdict.IP_ADDRESS;
            case "MALFORMED_IP", "MALFORMED_MAC" -> Verdict.MALFORMED;
            default -> Verdict.valueOf(cell);
        };
    }

    private static List<FindingKind> told(String cell) {
        return switch (cell) {
            case "." -> List.of(FindingKind.NEW_STATION);
            case "PERMITTED", "MALFORMED" -> List.of();
            case "BOGON" -> List.of(FindingKind.BOGON);
            case "SOURCE_MAC" -> List.of(FindingKind.ETHERNET_MISMATCH);
            case "IP_BROADCAST", "MALFORMED_IP" -> List.of(FindingKind.IP_BROADCAST);
            case "MALFORMED_MAC" -> List.of(FindingKind.ETHERNET_BROADCAST);
            default -> List.of(FindingKind.DENIED);
        };
    }
}
