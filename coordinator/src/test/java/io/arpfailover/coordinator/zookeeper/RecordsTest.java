package io.arpfailover.coordinator.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.binding.Binding;
import io.arpfailover.coordinator.binding.BindingShard;
import io.arpfailover.coordinator.binding.BoundAddress;
import io.arpfailover.coordinator.binding.BoundMac;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Tenure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsTest {
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");
    private static final Tenure TENURE = new Tenure(Optional.of(A), 12, Mode.PAIRED, Optional.of(B), 99, "why \"so\"");

    @Test
    void theWrittenFormOfATenureIsPinned() {
        assertEquals(
                "{\"format\":1,\"holder\":\"a\",\"epoch\":12,\"mode\":\"PAIRED\",\"heir\":\"b\",\"since\":99,"
                        + "\"why\":\"why \\\"so\\\"\"}",
                new String(Records.encode(TENURE), StandardCharsets.UTF_8));
    }

    @Test
    void everyRecordComesBackAsItWas() {
        assertEquals(Optional.of(TENURE), Records.tenure(Records.encode(TENURE)).value());
        assertEquals(
                Optional.of(Tenure.NONE),
                Records.tenure(Records.encode(Tenure.NONE)).value());
        Member member = new Member(
                A,
                "i",
                "h",
                "v",
                "eth0",
                List.of("m", "n"),
                List.of(),
                List.of("10.77.0.1:5227"),
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                false,
                "cable",
                Optional.of("id"));
        assertEquals(Optional.of(member), Records.member(Records.encode(member)).value());
        Intent intent = new Intent(
                Optional.of("cli"),
                Set.of(B, A),
                Optional.of(new Switchover("id", B, "cli", true, Switchover.Outcome.REFUSED, "unfit")));
        assertEquals(Optional.of(intent), Records.intent(Records.encode(intent)).value());
        assertEquals(
                Optional.of(Intent.NONE),
                Records.intent(Records.encode(Intent.NONE)).value());
        Map<String, Long> phases = new LinkedHashMap<>();
        phases.put("suspected", 0L);
        phases.put("claimed", 2L);
        phases.put("announced", 1L << 40);
        Move move = new Move(3, B, Optional.empty(), "lost", -1, phases);
        Move read = Records.move(Records.encode(move)).value().orElseThrow();
        assertEquals(move, read);
        assertEquals(
                List.copyOf(phases.keySet()), List.copyOf(read.phaseMicros().keySet()), "in order");
    }

    /** What the version before this one wrote: two servers are upgraded one after the other. */
    @Test
    void recordsOfTheEarlierVersionAreRead() {
        Member member = Records.member(octets(
                        "{'format':1,'node':'a','incarnation':'1','host':'h','version':'0.1','interface':'lan0','macs':[],"
                                + "'addresses':['10.77.0.100/24'],'fit':true,'unfitBecause':''}"))
                .value()
                .orElseThrow();
        assertEquals(List.of(), member.peerEndpoints());
        assertEquals(PromiseTiming.DEFAULT, new PromiseTiming(member.promise(), member.restart()));
        assertEquals(
                Optional.of(Intent.NONE), Records.intent(octets("{'format':1}")).value());
        assertEquals(
                Optional.of(Intent.NONE.opened(Switchover.asked("id", B, "cli", false))),
                Records.intent(octets("{'format':1,'switchover':{'id':'id','to':'b','by':'cli','outcome':'REQUESTED',"
                                + "'reason':''}}"))
                        .value());
    }

    @Test
    void theWrittenFormOfAnIntentIsPinned() {
        Intent intent = Intent.NONE.inMaintenance(B).inMaintenance(A).paused("cli");
        assertEquals(
                "{'format':1,'pausedBy':'cli','maintenance':['a','b']}".replace('\'', '"'),
                new String(Records.encode(intent), StandardCharsets.UTF_8));
    }

    @Test
    void theWrittenFormOfABindingShardIsPinned() {
        TreeMap<BoundAddress, Binding> bindings = new TreeMap<>();
        for (Binding binding : List.of(
                new Binding(BoundAddress.parse("10.77.0.5"), BoundMac.parse("02:00:00:00:00:05"), "a", 7, 2, "router"),
                new Binding(BoundAddress.parse("10.77.0.238"), BoundMac.parse("02:00:00:00:00:06"), "b", 6, 1, ""))) {
            bindings.put(binding.address(), binding);
        }
        BindingShard shard = new BindingShard(BindingShard.of(BoundAddress.parse("10.77.0.5")), bindings, 3);
        assertEquals(
                ("{'format':1,'removedIn':3,'bindings':{"
                                + "'10.77.0.5':{'mac':'02:00:00:00:00:05','by':'a','epoch':7,'version':2,'comment':'router'},"
                                + "'10.77.0.238':{'mac':'02:00:00:00:00:06','by':'b','epoch':6,'version':1}}}")
                        .replace('\'', '"'),
                new String(Records.encode(shard), StandardCharsets.UTF_8));
        assertEquals(
                Optional.of(shard),
                Records.bindingShard(shard.number(), Records.encode(shard)).value());
        assertEquals(
                "10.77.0.5 does not belong into shard 0",
                Records.bindingShard(0, Records.encode(shard)).why());
    }

    /** ZooKeeper takes 1 MiB at most, and a reader 64 KiB. */
    @Test
    void theLargestBindingShardCanBeRead() {
        TreeMap<BoundAddress, Binding> bindings = new TreeMap<>();
        for (int bits = 223 << 24; bindings.size() < BindingShard.MOST; bits--) {
            BoundAddress address = new BoundAddress(bits);
            if (BindingShard.of(address) == 0) {
                bindings.put(
                        address,
                        new Binding(
                                address,
                                BoundMac.parse("fe:ff:ff:ff:ff:ff"),
                                "s".repeat(Binding.LONGEST_SOURCE),
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                "\u20ac".repeat(Binding.LONGEST_COMMENT)));
            }
        }
        BindingShard shard = new BindingShard(0, bindings, Long.MAX_VALUE);
        assertEquals(
                Optional.of(shard),
                Records.bindingShard(0, Records.encode(shard)).value());
    }

    private static byte[] octets(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``| not a JSON object",
                "nonsense| not JSON",
                "[]| not a JSON object",
                "{}| field 'format' is missing",
                "{\"format\":2}| written in format 2, this version reads 1",
                "{\"format\":1,\"epoch\":\"x\"}| field 'epoch' is not a whole number",
                "{\"format\":1,\"epoch\":1.5}| field 'epoch' is not a whole number",
                "{\"format\":1,\"holder\":\"A!\"}| not a node name: 'A!'",
                "{\"format\":1,\"epoch\":1}| field 'mode' is missing",
                "{\"format\":1,\"epoch\":1,\"mode\":\"THREE\"}| No enum constant"
            })
    void whatIsNoTenureSaysWhy(String text, String why) {
        Decoded<Tenure> read = Records.tenure(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.empty(), read.value());
        assertTrue(read.why().startsWith(why), read.why());
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        String later = new String(Records.encode(TENURE), StandardCharsets.UTF_8).replace("{", "{\"new\":[1],");
        assertEquals(
                Optional.of(TENURE),
                Records.tenure(later.getBytes(StandardCharsets.UTF_8)).value());
    }

    @Test
    void neitherTruncationNorNoiseThrows() {
        byte[] whole = Records.encode(TENURE);
        for (int length = 0; length < whole.length; length++) {
            assertEquals(
                    Optional.empty(),
                    Records.tenure(Arrays.copyOf(whole, length)).value());
        }
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            byte[] noise = whole.clone();
            noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            Records.tenure(noise);
            random.nextBytes(noise);
            assertEquals(Optional.empty(), Records.tenure(noise).value());
        }
        assertEquals(Optional.empty(), Records.tenure(new byte[100_000]).value());
    }
}
