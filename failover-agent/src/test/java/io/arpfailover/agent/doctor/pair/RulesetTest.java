package io.arpfailover.agent.doctor.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules, as libnftables prints them, do with a datagram from 10.9.0.2 to 10.9.0.1, port 5227, by lan0. */
class RulesetTest {
    private static final Datagram DATAGRAM =
            new Datagram("lan0", Ipv4Address.parse("10.9.0.2"), Ipv4Address.parse("10.9.0.1"), 5227);

    private static final String DROP = "{'drop': null}";
    private static final String ACCEPT = "{'accept': null}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'payload': {'protocol': 'udp', 'field': 'dport'}} | == | 5227 | DROPPED",
                "{'payload': {'protocol': 'udp', 'field': 'dport'}} | != | 5227 | PASSES",
                "{'payload': {'protocol': 'udp', 'field': 'dport'}} | == | 53 | PASSES",
                "{'payload': {'protocol': 'th', 'field': 'dport'}} | == | {'set': [53, {'range': [5000, 6000]}]} | DROPPED",
                "{'payload': {'protocol': 'udp', 'field': 'dport'}} | == | {'set': [53, {'range': [6000, 7000]}]} | PASSES",
                "{'payload': {'protocol': 'udp', 'field': 'dport'}} | == | '@ports' | DROPPED",
                "{'payload': {'protocol': 'udp', 'field': 'dport'}} | == | '@others' | UNKNOWN",
                "{'payload': {'protocol': 'tcp', 'field': 'dport'}} | == | 5227 | PASSES",
                "{'payload': {'protocol': 'ip6', 'field': 'saddr'}} | == | '::1' | PASSES",
                "{'payload': {'protocol': 'ip', 'field': 'saddr'}} | == | '10.9.0.2' | DROPPED",
                "{'payload': {'protocol': 'ip', 'field': 'daddr'}} | == | '10.9.0.2' | PASSES",
                "{'payload': {'protocol': 'ip', 'field': 'saddr'}} | == | {'prefix': {'addr': '10.9.0.0', 'len': 24}} | DROPPED",
                "{'payload': {'protocol': 'ip', 'field': 'saddr'}} | == | {'range': ['10.9.0.3', '10.9.0.9']} | PASSES",
                "{'payload': {'protocol': 'ip', 'field': 'protocol'}} | == | 'udp' | DROPPED",
                "{'payload': {'protocol': 'ip', 'field': 'ttl'}} | == | 1 | UNKNOWN",
                "{'meta': {'key': 'l4proto'}} | == | 'tcp' | PASSES",
                "{'meta': {'key': 'l4proto'}} | == | 17 | DROPPED",
                "{'meta': {'key': 'nfproto'}} | == | 'ipv6' | PASSES",
                "{'meta': {'key': 'iifname'}} | == | 'lan0' | DROPPED",
                "{'meta': {'key': 'iifname'}} | == | 'lan*' | DROPPED",
                "{'meta': {'key': 'iif'}} | == | 'lo' | PASSES",
                "{'meta': {'key': 'skuid'}} | == | 0 | UNKNOWN",
                "{'ct': {'key': 'state'}} | in | ['established', 'related'] | UNKNOWN",
                "{'payload': {'protocol': 'udp', 'field': 'dport'}} | < | 6000 | UNKNOWN"
            })
    void aRuleThatDrops(String left, String op, String right, Ruleset.Fate fate) {
        String match = "{'match': {'op': '" + op + "', 'left': " + left + ", 'right': " + right + "}}";
        assertEquals(fate, fate("accept", rule("input", match, DROP)));
    }

    @Test
    void aPolicyDropsWhatNoRuleAccepts() {
        String port =
                "{'match': {'op': '==', 'left': {'payload': {'protocol': 'udp', 'field': 'dport'}}, 'right': 5227}}";
        String state = "{'match': {'op': 'in', 'left': {'ct': {'key': 'state'}}, 'right': 'established'}}";
        assertEquals(Ruleset.Fate.DROPPED, fate("drop"));
        assertEquals(Ruleset.Fate.PASSES, fate("drop", rule("input", port, "{'counter': {'packets': 0}}", ACCEPT)));
        assertEquals(Ruleset.Fate.UNKNOWN, fate("drop", rule("input", state, ACCEPT)));
        assertEquals(
                Ruleset.Fate.PASSES,
                fate("drop", rule("input", state, ACCEPT), rule("input", port, ACCEPT)),
                "one way or the other");
        assertEquals(Ruleset.Fate.UNKNOWN, fate("drop", rule("input", "{'xt': {'name': 'udp'}}", ACCEPT)));
    }

    @Test
    void chainsThatAreCalled() {
        String more = "{'chain': {'family': 'inet', 'table': 'filter', 'name': 'more'}}";
        String jump = rule("input", "{'jump': {'target': 'more'}}");
        String leave = rule("input", "{'goto': {'target': 'more'}}");
        String dropHere = rule("input", DROP);
        assertEquals(Ruleset.Fate.DROPPED, fate("accept", more, rule("more", DROP), jump));
        assertEquals(Ruleset.Fate.PASSES, fate("drop", more, rule("more", ACCEPT), jump, dropHere));
        assertEquals(Ruleset.Fate.DROPPED, fate("accept", more, rule("more", "{'return': null}"), jump, dropHere));
        assertEquals(Ruleset.Fate.PASSES, fate("accept", more, leave, dropHere), "the policy follows");
        assertEquals(Ruleset.Fate.PASSES, fate("accept", rule("input", "{'return': null}"), dropHere));
        assertEquals(
                Ruleset.Fate.UNKNOWN,
                fate("accept", more, rule("more", "{'jump': {'target': 'more'}}"), jump),
                "a circle");
    }

    @Test
    void otherHooksAndFamiliesDoNotCount() {
        String output = "{'chain': {'family': 'inet', 'table': 'filter', 'name': 'out', 'type': 'filter',"
                + " 'hook': 'output', 'policy': 'drop'}}";
        String ingress = "{'chain': {'family': 'netdev', 'table': 'lease', 'name': 'in', 'type': 'filter',"
                + " 'hook': 'ingress', 'policy': 'drop'}}";
        Ruleset ruleset = ruleset(output + "," + ingress);
        assertEquals(Ruleset.Fate.PASSES, ruleset.fate("input", DATAGRAM).fate());
        assertEquals(new Ruleset.Answer(Ruleset.Fate.DROPPED, "inet filter out"), ruleset.fate("output", DATAGRAM));
    }

    @Test
    void whatIsNoListing() {
        assertTrue(Ruleset.read("table inet filter {").isEmpty());
    }

    private static String rule(String chain, String... statements) {
        return "{'rule': {'family': 'inet', 'table': 'filter', 'chain': '" + chain + "', 'expr': ["
                + String.join(",", statements) + "]}}";
    }

    private static Ruleset.Fate fate(String policy, String... objects) {
        String input = "{'chain': {'family': 'inet', 'table': 'filter', 'name': 'input', 'type': 'filter',"
                + " 'hook': 'input', 'prio': 0, 'policy': '" + policy + "'}}";
        String ports = "{'set': {'family': 'inet', 'table': 'filter', 'name': 'ports', 'elem': [22, 5227]}}";
        String all = objects.length == 0 ? "" : "," + String.join(",", objects);
        return ruleset(input + "," + ports + all).fate("input", DATAGRAM).fate();
    }

    private static Ruleset ruleset(String objects) {
        return Ruleset.read(("{'nftables': [" + objects + "]}").replace('\'', '"'))
                .orElseThrow();
    }
}
