package io.arpfailover.agent.doctor.pair;

import com.fasterxml.jackson.databind.JsonNode;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.List;
import java.util.Optional;

/** Whether a datagram is as a rule's condition wants it (libnftables-json(5), "match"). */
enum Likeness {
    YES,
    NO,
    /** The condition is one that is not understood here, or that depends on more than the datagram. */
    MAYBE;

    private static final List<String> OTHER_PROTOCOLS = List.of("tcp", "icmp", "icmpv6", "ip6", "sctp", "dccp", "igmp");

    /** @param sets the elements of a named set; empty when there is none of the name */
    static Likeness of(JsonNode match, Datagram datagram, NamedSets sets) {
        JsonNode left = match.path("left");
        Likeness equal = equal(left, match.path("right"), datagram, sets);
        return switch (match.path("op").asText()) {
            case "==", "in" -> equal;
            case "!=" -> equal.negated();
            default -> MAYBE;
        };
    }

    /** The named sets of one table. */
    interface NamedSets {
        Optional<JsonNode> elements(String name);
    }

    private Likeness negated() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case MAYBE -> MAYBE;
        };
    }

    private static Likeness equal(JsonNode left, JsonNode right, Datagram datagram, NamedSets sets) {
        JsonNode payload = left.path("payload");
        JsonNode meta = left.path("meta");
        if (payload.has("protocol")) {
            return payload(
                    payload.path("protocol").asText(), payload.path("field").asText(), right, datagram, sets);
        }
        return switch (meta.path("key").asText()) {
            case "iifname", "oifname", "iif", "oif" ->
                datagram.networkInterface().isEmpty() ? MAYBE : among(right, sets, one -> name(one, datagram));
            case "l4proto" -> among(right, sets, one -> word(one, "udp", 17));
            case "nfproto" -> among(right, sets, one -> word(one, "ipv4", 2));
            case "protocol" -> among(right, sets, one -> word(one, "ip", 0x0800));
            default -> MAYBE;
        };
    }

    private static Likeness payload(String protocol, String field, JsonNode right, Datagram datagram, NamedSets sets) {
        if (OTHER_PROTOCOLS.contains(protocol)) {
            return NO;
        }
        return switch (protocol + " " + field) {
            case "udp dport", "th dport", "udp sport", "th sport" ->
                among(right, sets, one -> number(one, datagram.port()));
            case "ip saddr" -> among(right, sets, one -> address(one, datagram.source()));
            case "ip daddr" -> among(right, sets, one -> address(one, datagram.destination()));
            case "ip protocol" -> among(right, sets, one -> word(one, "udp", 17));
            default -> MAYBE;
        };
    }

    private interface Comparison {
        Likeness with(JsonNode one);
    }

    private static Likeness among(JsonNode right, NamedSets sets, Comparison comparison) {
        if (right.isTextual() && right.asText().startsWith("@")) {
            return sets.elements(right.asText().substring(1))
                    .map(elements -> any(elements, comparison))
                    .orElse(MAYBE);
        }
        return right.has("set") ? any(right.path("set"), comparison) : comparison.with(right);
    }

    private static Likeness any(JsonNode elements, Comparison comparison) {
        Likeness found = NO;
        for (JsonNode element : elements) {
            Likeness one = comparison.with(
                    element.path("elem").has("val") ? element.path("elem").path("val") : element);
            if (one == YES) {
                return YES;
            }
            found = one == MAYBE ? MAYBE : found;
        }
        return found;
    }

    private static Likeness of(boolean is) {
        return is ? YES : NO;
    }

    private static Likeness name(JsonNode one, Datagram datagram) {
        String wanted = one.asText();
        if (!one.isTextual()) {
            return MAYBE;
        }
        return wanted.endsWith("*")
                ? of(datagram.networkInterface().startsWith(wanted.substring(0, wanted.length() - 1)))
                : of(wanted.equals(datagram.networkInterface()));
    }

    private static Likeness word(JsonNode one, String word, int number) {
        return one.isTextual() ? of(one.asText().equals(word)) : number(one, number);
    }

    private static Likeness number(JsonNode one, int number) {
        if (one.has("range")) {
            JsonNode range = one.path("range");
            return of(range.path(0).asInt() <= number && number <= range.path(1).asInt());
        }
        return one.isInt() ? of(one.asInt() == number) : MAYBE;
    }

    private static Likeness address(JsonNode one, Ipv4Address address) {
        try {
            if (one.has("range")) {
                return of(unsigned(one.path("range").path(0).asText()) <= unsigned(address.toString())
                        && unsigned(address.toString())
                                <= unsigned(one.path("range").path(1).asText()));
            }
            if (one.has("prefix")) {
                JsonNode prefix = one.path("prefix");
                return of(new Ipv4Prefix(
                                Ipv4Address.parse(prefix.path("addr").asText()),
                                prefix.path("len").asInt())
                        .contains(address));
            }
            return of(Ipv4Address.parse(one.asText()).equals(address));
        } catch (IllegalArgumentException otherForm) {
            return MAYBE;
        }
    }

    private static long unsigned(String address) {
        return Integer.toUnsignedLong(Ipv4Address.parse(address).bits());
    }
}
