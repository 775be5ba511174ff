package io.arpfailover.agent.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.arpfailover.agent.role.Role;
import io.arpfailover.agent.role.RoleEvent;
import io.arpfailover.agent.takeover.TakeoverStatus.Stranger;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What programs are told, word for word: operators' programs rest on it. */
class RoleCallTest {
    private static final Place PLACE = new Place(
            new ClusterName("web"),
            new NodeName("a"),
            List.of(Ipv4Prefix.parse("10.77.0.100/24"), Ipv4Prefix.parse("10.77.0.101/24")),
            "lan0");
    private static final Stranger STRANGER = new Stranger(
            MacAddress.parse("02:00:00:00:00:66"), Ipv4Address.parse("10.77.0.100"), 3, new MonotonicTime(0));

    @Test
    void aTakeoverInTheEnvironment() {
        assertEquals(
                Map.ofEntries(
                        Map.entry("ARP_FAILOVER_EVENT", "holder"),
                        Map.entry("ARP_FAILOVER_AT", "2026-01-02T03:04:05Z"),
                        Map.entry("ARP_FAILOVER_CLUSTER", "web"),
                        Map.entry("ARP_FAILOVER_NODE", "a"),
                        Map.entry("ARP_FAILOVER_STATE", "holder"),
                        Map.entry("ARP_FAILOVER_PREVIOUS", "standby"),
                        Map.entry("ARP_FAILOVER_HOLDER", "a"),
                        Map.entry("ARP_FAILOVER_EPOCH", "7"),
                        Map.entry("ARP_FAILOVER_ADDRESSES", "10.77.0.100/24 10.77.0.101/24"),
                        Map.entry("ARP_FAILOVER_INTERFACE", "lan0"),
                        Map.entry("ARP_FAILOVER_BECAUSE", "no heartbeat from b")),
                takeover("no heartbeat from b").environment());
    }

    @Test
    void aTakeoverAsAnObject() {
        assertEquals(
                "{\"event\":\"holder\",\"at\":\"2026-01-02T03:04:05Z\",\"cluster\":\"web\",\"node\":\"a\","
                        + "\"state\":\"holder\",\"previous\":\"standby\",\"epoch\":7,\"interface\":\"lan0\","
                        + "\"because\":\"no heartbeat from b\",\"holder\":\"a\","
                        + "\"addresses\":[\"10.77.0.100/24\",\"10.77.0.101/24\"]}\n",
                takeover("no heartbeat from b").input());
    }

    @Test
    void aConflictNamesTheStranger() throws IOException {
        RoleCall call = call(new RoleEvent(
                Role.HOLDER, Role.HOLDER, "why", Optional.of(new NodeName("a")), 7, Optional.of(STRANGER)));
        assertEquals("conflict", call.name());
        assertFalse(call.tellsState());
        Map<String, String> facts = new HashMap<>(call.environment());
        assertEquals("conflict", facts.get("ARP_FAILOVER_EVENT"));
        assertEquals("holder", facts.get("ARP_FAILOVER_STATE"));
        assertEquals("02:00:00:00:00:66", facts.get("ARP_FAILOVER_MAC"));
        assertEquals("10.77.0.100", facts.get("ARP_FAILOVER_ADDRESS"));
        JsonNode object = new ObjectMapper().readTree(call.input());
        assertEquals(
                "{\"mac\":\"02:00:00:00:00:66\",\"address\":\"10.77.0.100\"}",
                object.get("stranger").toString());
    }

    @Test
    void withoutAHolderThereIsNone() throws IOException {
        RoleCall call = call(new RoleEvent(Role.FAULT, Role.UNKNOWN, "why", Optional.empty(), 0, Optional.empty()));
        assertTrue(call.tellsState());
        assertEquals("", call.environment().get("ARP_FAILOVER_HOLDER"));
        assertFalse(new ObjectMapper().readTree(call.input()).has("holder"));
    }

    /** A process takes no NUL in its environment, and a program should not meet a second line. */
    @Test
    void whatOthersWroteIsOneLineOfBoundedLength() {
        assertEquals("a?b?c", takeover("a\0b\nc").environment().get("ARP_FAILOVER_BECAUSE"));
        assertEquals(
                500,
                takeover("x".repeat(9_000))
                        .environment()
                        .get("ARP_FAILOVER_BECAUSE")
                        .length());
    }

    @Test
    void whatIsToldFitsTheSchemaInTheExamples() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V7)
                .getSchema(Files.readString(Path.of("..", "examples", "hooks", "event.schema.json")));
        RoleEvent conflict = new RoleEvent(
                Role.UNKNOWN, Role.UNKNOWN, "why", Optional.of(new NodeName("a")), 7, Optional.of(STRANGER));
        RoleEvent fault = new RoleEvent(Role.FAULT, Role.UNKNOWN, "", Optional.empty(), 0, Optional.empty());
        for (RoleCall told : List.of(takeover("why"), call(conflict), call(fault))) {
            assertEquals(Set.of(), schema.validate(new ObjectMapper().readTree(told.input())), told.input());
        }
    }

    private static RoleCall takeover(String because) {
        return call(
                new RoleEvent(Role.HOLDER, Role.STANDBY, because, Optional.of(new NodeName("a")), 7, Optional.empty()));
    }

    private static RoleCall call(RoleEvent event) {
        return new RoleCall(
                Path.of("/bin/true"), Duration.ofSeconds(1), PLACE, event, Instant.parse("2026-01-02T03:04:05Z"));
    }
}
