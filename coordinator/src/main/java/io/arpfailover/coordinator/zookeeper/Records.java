package io.arpfailover.coordinator.zookeeper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arpfailover.coordinator.binding.Binding;
import io.arpfailover.coordinator.binding.BindingShard;
import io.arpfailover.coordinator.binding.BoundAddress;
import io.arpfailover.coordinator.binding.BoundMac;
import io.arpfailover.coordinator.election.Candidate;
import io.arpfailover.coordinator.election.Turn;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Tenure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The records of a cluster as JSON: one object each, with a format number. A reader ignores fields it does not know;
 * a change that an older reader must not ignore takes the next format number. A field
 * that an earlier version did not write is read as what that version meant.
 */
final class Records {
    private static final int FORMAT = 1;
    private static final int LONGEST = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Records() {}

    static byte[] encode(Tenure tenure) {
        ObjectNode json = object();
        tenure.holder().ifPresent(holder -> json.put("holder", holder.text()));
        json.put("epoch", tenure.epoch()).put("mode", tenure.mode().name());
        tenure.heir().ifPresent(heir -> json.put("heir", heir.text()));
        return bytes(json.put("since", tenure.sinceEpochMillis()).put("why", tenure.why()));
    }

    static Decoded<Tenure> tenure(byte[] data) {
        return decode(
                data,
                fields -> new Tenure(
                        fields.optionalNodeName("holder"),
                        fields.number("epoch"),
                        fields.word("mode", Mode.class),
                        fields.optionalNodeName("heir"),
                        fields.number("since"),
                        fields.text("why")));
    }

    static byte[] encode(Turn turn) {
        ObjectNode json = object();
        turn.holder().ifPresent(holder -> json.put("holder", holder.text()));
        return bytes(json.put("epoch", turn.epoch()));
    }

    static Decoded<Turn> turn(byte[] data) {
        return decode(
                data, fields -> new Turn(fields.optionalText("holder").map(Candidate::new), fields.number("epoch")));
    }

    static byte[] encode(Member member) {
        ObjectNode json = object().put("node", member.node().text())
                .put("incarnation", member.incarnation())
                .put("host", member.host())
                .put("version", member.version())
                .put("interface", member.networkInterface())
                .put("promiseMillis", member.promise().toMillis())
                .put("restartMillis", member.restart().toMillis())
                .put("fit", member.fit())
                .put("unfitBecause", member.unfitBecause());
        member.readyFor().ifPresent(id -> json.put("readyFor", id));
        putAll(json.putArray("macs"), member.macs());
        putAll(json.putArray("addresses"), member.addresses());
        putAll(json.putArray("peerEndpoints"), member.peerEndpoints());
        return bytes(json);
    }

    static Decoded<Member> member(byte[] data) {
        return decode(
                data,
                fields -> new Member(
                        fields.nodeName("node"),
                        fields.text("incarnation"),
                        fields.text("host"),
                        fields.text("version"),
                        fields.text("interface"),
                        fields.texts("macs"),
                        fields.texts("addresses"),
                        fields.optionalTexts("peerEndpoints"),
                        millis(fields, "promiseMillis", PromiseTiming.DEFAULT.promise()),
                        millis(fields, "restartMillis", PromiseTiming.DEFAULT.restart()),
                        fields.flag("fit"),
                        fields.text("unfitBecause"),
                        fields.optionalText("readyFor")));
    }

    private static Duration millis(Fields fields, String name, Duration absent) {
        return fields.optionalNumber(name).map(Duration::ofMillis).orElse(absent);
    }

    static byte[] encode(Intent intent) {
        ObjectNode json = object();
        intent.pausedBy().ifPresent(by -> json.put("pausedBy", by));
        putAll(
                json.putArray("maintenance"),
                intent.maintenance().stream().map(NodeName::text).toList());
        intent.switchover()
                .ifPresent(switchover -> json.putObject("switchover")
                        .put("id", switchover.id())
                        .put("to", switchover.to().text())
                        .put("by", switchover.by())
                        .put("force", switchover.force())
                        .put("outcome", switchover.outcome().name())
                        .put("reason", switchover.reason()));
        return bytes(json);
    }

    static Decoded<Intent> intent(byte[] data) {
        return decode(
                data,
                fields -> new Intent(
                        fields.optionalText("pausedBy"),
                        fields.optionalTexts("maintenance").stream()
                                .map(NodeName::new)
                                .collect(Collectors.toSet()),
                        fields.optionalObject("switchover").map(Records::switchover)));
    }

    private static Switchover switchover(Fields fields) {
        return new Switchover(
                fields.text("id"),
                fields.nodeName("to"),
                fields.text("by"),
                fields.optionalFlag("force"),
                fields.word("outcome", Switchover.Outcome.class),
                fields.text("reason"));
    }

    static byte[] encode(Move move) {
        ObjectNode json =
                object().put("epoch", move.epoch()).put("to", move.to().text());
        move.from().ifPresent(from -> json.put("from", from.text()));
        json.put("why", move.why()).put("at", move.atEpochMillis());
        ObjectNode phases = json.putObject("phaseMicros");
        move.phaseMicros().forEach(phases::put);
        return bytes(json);
    }

    static Decoded<Move> move(byte[] data) {
        return decode(
                data,
                fields -> new Move(
                        fields.number("epoch"),
                        fields.nodeName("to"),
                        fields.optionalNodeName("from"),
                        fields.text("why"),
                        fields.number("at"),
                        fields.numbers("phaseMicros")));
    }

    static byte[] encode(Refusal refusal) {
        return bytes(object().put("node", refusal.node().text()).put("why", refusal.why()));
    }

    static Decoded<Refusal> refusal(byte[] data) {
        return decode(data, fields -> new Refusal(fields.nodeName("node"), fields.text("why")));
    }

    static byte[] encode(BindingShard shard) {
        ObjectNode json = object().put("removedIn", shard.removedIn());
        ObjectNode bindings = json.putObject("bindings");
        shard.bindings()
                .values()
                .forEach(binding -> put(bindings.putObject(binding.address().toString()), binding));
        return bytes(json);
    }

    private static void put(ObjectNode json, Binding binding) {
        json.put("mac", binding.mac().toString())
                .put("by", binding.source())
                .put("epoch", binding.epoch())
                .put("version", binding.version());
        if (!binding.comment().isEmpty()) {
            json.put("comment", binding.comment());
        }
    }

    static Decoded<BindingShard> bindingShard(int number, byte[] data) {
        return decode(data, fields -> {
            TreeMap<BoundAddress, Binding> bindings = new TreeMap<>();
            fields.objects("bindings").forEach((text, binding) -> {
                BoundAddress address = BoundAddress.parse(text);
                bindings.put(address, binding(address, binding));
            });
            return new BindingShard(number, bindings, fields.number("removedIn"));
        });
    }

    private static Binding binding(BoundAddress address, Fields fields) {
        return new Binding(
                address,
                BoundMac.parse(fields.text("mac")),
                fields.text("by"),
                fields.number("epoch"),
                fields.number("version"),
                fields.optionalText("comment").orElse(""));
    }

    private static ObjectNode object() {
        return JSON.createObjectNode().put("format", FORMAT);
    }

    private static void putAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers was not written", e);
        }
    }

    private static <T> Decoded<T> decode(byte[] data, Function<Fields, T> read) {
        if (data.length > LONGEST) {
            return new Decoded.Unreadable<>("longer than " + LONGEST + " octets");
        }
        try {
            Fields fields = new Fields(JSON.readTree(data));
            long format = fields.number("format");
            return format == FORMAT
                    ? new Decoded.Parsed<>(read.apply(fields))
                    : new Decoded.Unreadable<>("written in format " + format + ", this version reads " + FORMAT);
        } catch (IOException notJson) {
            return new Decoded.Unreadable<>("not JSON");
        } catch (IllegalArgumentException wrongField) {
            return new Decoded.Unreadable<>(wrongField.getMessage());
        }
    }
}
