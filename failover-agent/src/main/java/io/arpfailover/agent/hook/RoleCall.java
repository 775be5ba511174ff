package io.arpfailover.agent.hook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arpfailover.agent.check.HookCall;
import io.arpfailover.agent.role.Role;
import io.arpfailover.agent.role.RoleEvent;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An event, as an operator's program is told of it: in its environment, and as one JSON object on its standard input.
 * Both are described in {@code examples/hooks/README.md}, the object also by the schema beside that.
 *
 * @param at when it happened
 */
record RoleCall(Path program, Duration limit, Place place, RoleEvent event, Instant at) implements HookCall {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "ARP_FAILOVER_";
    private static final int LONGEST_REASON = 500;

    /** {@code holder}, {@code standby}, {@code fault} or {@code conflict}. */
    @Override
    public String name() {
        return event.isChange() ? word(event.role()) : "conflict";
    }

    @Override
    public boolean tellsState() {
        return event.isChange();
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> facts = new HashMap<>();
        facts.put("EVENT", name());
        facts.put("AT", at.toString());
        facts.put("CLUSTER", place.cluster().text());
        facts.put("NODE", place.node().text());
        facts.put("STATE", word(event.role()));
        facts.put("PREVIOUS", word(event.previous()));
        facts.put("HOLDER", event.holder().map(NodeName::text).orElse(""));
        facts.put("EPOCH", Long.toString(event.epoch()));
        facts.put(
                "ADDRESSES",
                place.addresses().stream().map(Ipv4Prefix::toString).collect(Collectors.joining(" ")));
        facts.put("INTERFACE", place.networkInterface());
        facts.put("BECAUSE", because());
        event.stranger().ifPresent(stranger -> {
            facts.put("MAC", stranger.by().toString());
            facts.put("ADDRESS", stranger.address().toString());
        });
        return facts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(fact -> PREFIX + fact.getKey(), Map.Entry::getValue));
    }

    @Override
    public String input() {
        ObjectNode facts = JSON.createObjectNode()
                .put("event", name())
                .put("at", at.toString())
                .put("cluster", place.cluster().text())
                .put("node", place.node().text())
                .put("state", word(event.role()))
                .put("previous", word(event.previous()))
                .put("epoch", event.epoch())
                .put("interface", place.networkInterface())
                .put("because", because());
        event.holder().ifPresent(holder -> facts.put("holder", holder.text()));
        ArrayNode addresses = facts.putArray("addresses");
        place.addresses().forEach(address -> addresses.add(address.toString()));
        event.stranger()
                .ifPresent(stranger -> facts.putObject("stranger")
                        .put("mac", stranger.by().toString())
                        .put("address", stranger.address().toString()));
        return facts + "\n";
    }

    /** Part of it may have come from ZooKeeper, where others write. */
    private String because() {
        String text = event.because();
        String bounded = text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
        return bounded.replaceAll("\\p{Cntrl}", "?");
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
