package io.arpfailover.agent.doctor.pair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A host's nftables rules, asked what they do with one datagram. It follows what it understands; where a rule asks for
 * what is not known here (the state of a connection, what iptables left untranslated) both ways count as possible.
 */
final class Ruleset {
    private static final int DEEPEST = 16;
    private static final List<String> FAMILIES = List.of("ip", "inet");
    /** Statements that decide nothing. */
    private static final List<String> SILENT = List.of("counter", "log", "comment", "notrack", "mangle", "set");

    private final Map<String, Chain> chains = new LinkedHashMap<>();
    private final Map<String, JsonNode> sets = new LinkedHashMap<>();

    private Ruleset() {}

    /** What becomes of a datagram. */
    enum Fate {
        PASSES,
        DROPPED,
        /** It depends. */
        UNKNOWN
    }

    /** @param where the chain that decides, as {@code nft list chain} wants it; empty unless it is dropped */
    record Answer(Fate fate, String where) {}

    private enum Outcome {
        ACCEPT,
        DROP,
        NEXT
    }

    private record Chain(String family, String table, String name, JsonNode head, List<JsonNode> rules) {
        boolean isOn(String hook) {
            return head.path("hook").asText().equals(hook)
                    && head.path("type").asText().equals("filter");
        }

        Outcome policy() {
            return head.path("policy").asText().equals("drop") ? Outcome.DROP : Outcome.ACCEPT;
        }

        @Override
        public String toString() {
            return family + " " + table + " " + name;
        }
    }

    /** Of a listing in JSON; empty when it is none. */
    static Optional<Ruleset> read(String json) {
        try {
            Ruleset ruleset = new Ruleset();
            new ObjectMapper().readTree(json).path("nftables").forEach(ruleset::add);
            return Optional.of(ruleset);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private void add(JsonNode object) {
        if (object.has("chain")) {
            JsonNode head = object.path("chain");
            chains.put(
                    key(head, head.path("name").asText()),
                    new Chain(
                            head.path("family").asText(),
                            head.path("table").asText(),
                            head.path("name").asText(),
                            head,
                            new ArrayList<>()));
        } else if (object.has("rule")) {
            JsonNode rule = object.path("rule");
            Optional.ofNullable(chains.get(key(rule, rule.path("chain").asText())))
                    .ifPresent(chain -> chain.rules().add(rule.path("expr")));
        } else if (object.has("set")) {
            JsonNode set = object.path("set");
            sets.put(key(set, set.path("name").asText()), set.path("elem"));
        }
    }

    private static String key(JsonNode object, String name) {
        return object.path("family").asText() + " " + object.path("table").asText() + " " + name;
    }

    /** @param hook {@code input} or {@code output} */
    Answer fate(String hook, Datagram datagram) {
        Answer answer = new Answer(Fate.PASSES, "");
        List<Chain> asked = chains.values().stream()
                .filter(chain -> FAMILIES.contains(chain.family()) && chain.isOn(hook))
                .toList();
        for (Chain chain : asked) {
            Set<Outcome> possible = walk(chain, datagram, DEEPEST);
            if (possible.remove(Outcome.NEXT)) {
                possible.add(chain.policy());
            }
            if (possible.equals(EnumSet.of(Outcome.DROP))) {
                return new Answer(Fate.DROPPED, chain.toString());
            }
            if (possible.contains(Outcome.DROP)) {
                answer = new Answer(Fate.UNKNOWN, chain.toString());
            }
        }
        return answer;
    }

    private Set<Outcome> walk(Chain chain, Datagram datagram, int depth) {
        Set<Outcome> possible = EnumSet.noneOf(Outcome.class);
        if (depth == 0) {
            return EnumSet.allOf(Outcome.class);
        }
        for (JsonNode rule : chain.rules()) {
            Step step = step(chain, rule, datagram, depth);
            possible.addAll(step.outcomes());
            possible.remove(Outcome.NEXT);
            if (step.leaves()) {
                possible.add(Outcome.NEXT);
            }
            if (!step.outcomes().contains(Outcome.NEXT)) {
                return possible;
            }
        }
        possible.add(Outcome.NEXT);
        return possible;
    }

    /** @param leaves whether the chain may be left to whoever called it */
    private record Step(Set<Outcome> outcomes, boolean leaves) {}

    private Step step(Chain chain, JsonNode rule, Datagram datagram, int depth) {
        boolean sure = true;
        for (JsonNode statement : rule) {
            String kind = statement.isObject() ? statement.fieldNames().next() : "";
            JsonNode value = statement.path(kind);
            Optional<Set<Outcome>> verdict = verdict(kind, value, chain, datagram, depth);
            if (verdict.isPresent()) {
                Set<Outcome> outcomes = verdict.get();
                boolean leaves = kind.equals("return") || (kind.equals("goto") && outcomes.remove(Outcome.NEXT));
                if (!sure) {
                    outcomes.add(Outcome.NEXT);
                }
                return new Step(outcomes, leaves);
            }
            Likeness likeness = kind.equals("match")
                    ? Likeness.of(
                            value,
                            datagram,
                            name -> Optional.ofNullable(sets.get(chain.family() + " " + chain.table() + " " + name)))
                    : SILENT.contains(kind) ? Likeness.YES : Likeness.MAYBE;
            if (likeness == Likeness.NO) {
                return new Step(EnumSet.of(Outcome.NEXT), false);
            }
            sure = sure && likeness == Likeness.YES;
        }
        return new Step(EnumSet.of(Outcome.NEXT), false);
    }

    private Optional<Set<Outcome>> verdict(String kind, JsonNode value, Chain chain, Datagram datagram, int depth) {
        return switch (kind) {
            case "accept" -> Optional.of(EnumSet.of(Outcome.ACCEPT));
            case "drop", "reject" -> Optional.of(EnumSet.of(Outcome.DROP));
            case "return" -> Optional.of(EnumSet.noneOf(Outcome.class));
            case "jump", "goto" ->
                Optional.ofNullable(chains.get(chain.family() + " " + chain.table() + " "
                                + value.path("target").asText()))
                        .map(target -> walk(target, datagram, depth - 1));
            case "vmap", "queue" -> Optional.of(EnumSet.allOf(Outcome.class));
            default -> Optional.empty();
        };
    }
}
