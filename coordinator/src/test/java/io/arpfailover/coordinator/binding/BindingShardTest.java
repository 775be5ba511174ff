package io.arpfailover.coordinator.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.binding.BindingWish.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingShardTest {
    private static final BoundAddress IP = BoundAddress.parse("10.77.0.5");
    private static final BoundMac ONE = BoundMac.parse("02:00:00:00:00:01");
    private static final BoundMac TWO = BoundMac.parse("02:00:00:00:00:02");
    private static final long NOW = 7;

    /** The table of the package: what is there, what is wished for in epoch 7, what comes of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // there, and its epoch   | wish        | refusal or change | epoch and version afterwards
                "nothing, removed in 0    | add one     | ADDED             | 7 1",
                "nothing, removed in 7    | add one     | ADDED             | 7 1",
                "nothing, removed in 8    | add one     | STALE             | -",
                "nothing, removed in 8    | replace one | STALE             | -",
                "nothing, removed in 0    | remove      | unchanged         | -",
                "one 7                    | add one     | unchanged         | 7 3",
                "one 6                    | add one     | CONFIRMED         | 7 4",
                "one 8                    | add one     | STALE             | 8 3",
                "two 7                    | add one     | BOUND_OTHERWISE   | 7 3",
                "two 6                    | add one     | BOUND_OTHERWISE   | 6 3",
                "two 8                    | add one     | STALE             | 8 3",
                "two 7                    | replace one | CHANGED           | 7 4",
                "two 6                    | replace one | CHANGED           | 7 4",
                "two 8                    | replace one | STALE             | 8 3",
                "one 7                    | replace one | unchanged         | 7 3",
                "one 7                    | remark one  | CHANGED           | 7 4",
                "one 6                    | remove      | REMOVED           | -",
                "one 7                    | remove      | REMOVED           | -",
                "one 8                    | remove      | STALE             | 8 3",
            })
    void everyWishMeetsWhatIsThere(String there, String wish, String outcome, String after) {
        BindingShard.Settled settled = shard(there).settle(new BindingAuthor("me", NOW), List.of(wish(wish)));
        assertEquals(outcome, outcome(settled));
        assertEquals(
                after,
                settled.shard()
                        .get(IP)
                        .map(now -> now.epoch() + " " + now.version())
                        .orElse("-"));
    }

    private static String outcome(BindingShard.Settled settled) {
        assertEquals(
                1,
                settled.changes().size()
                        + settled.unchanged()
                        + settled.refusals().size());
        return settled.refusals().stream()
                .map(refusal -> refusal.reason().name())
                .findFirst()
                .or(() -> settled.changes().stream()
                        .map(change -> change.kind().name())
                        .findFirst())
                .orElse("unchanged");
    }

    private static BindingShard shard(String there) {
        TreeMap<BoundAddress, Binding> bindings = new TreeMap<>();
        long number = Long.parseLong(there.substring(there.lastIndexOf(' ') + 1));
        if (there.startsWith("nothing")) {
            return new BindingShard(BindingShard.of(IP), bindings, number);
        }
        bindings.put(IP, new Binding(IP, there.startsWith("one") ? ONE : TWO, "other", number, 3, ""));
        return new BindingShard(BindingShard.of(IP), bindings, 0);
    }

    private static BindingWish wish(String text) {
        return switch (text) {
            case "add one" -> new BindingWish.Put(IP, ONE, Optional.empty(), Mode.ADD);
            case "replace one" -> new BindingWish.Put(IP, ONE, Optional.empty(), Mode.REPLACE);
            case "remark one" -> new BindingWish.Put(IP, ONE, Optional.of("router"), Mode.ADD);
            case "remove" -> new BindingWish.Remove(IP);
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** A server that was cut off in epoch 5 must not bring back what was removed in epoch 7. */
    @Test
    void whatWasRemovedDoesNotComeBackFromAnEarlierEpoch() {
        BindingShard removed = shard("one 6")
                .settle(new BindingAuthor("me", 7), List.of(new BindingWish.Remove(IP)))
                .shard();
        assertEquals(7, removed.removedIn());
        BindingShard.Settled late = removed.settle(new BindingAuthor("cut-off", 5), List.of(wish("replace one")));
        assertEquals("STALE", outcome(late));
        assertEquals(removed, late.shard());
    }

    @Test
    void aCommentStaysWhenNoneIsGiven() {
        BindingAuthor me = new BindingAuthor("me", NOW);
        BindingShard shard = BindingShard.empty(BindingShard.of(IP))
                .settle(me, List.of(wish("remark one"), wish("add one")))
                .shard();
        assertEquals("router", shard.get(IP).orElseThrow().comment());
        BindingWish silence = new BindingWish.Put(IP, ONE, Optional.of(""), Mode.ADD);
        assertEquals(
                "",
                shard.settle(me, List.of(silence)).shard().get(IP).orElseThrow().comment());
    }

    @Test
    void aFullShardTakesNoMoreButGoesOnToChange() {
        List<BoundAddress> addresses = IntStream.iterate(IP.bits(), bits -> bits + 1)
                .mapToObj(BoundAddress::new)
                .filter(address -> BindingShard.of(address) == BindingShard.of(IP))
                .limit(BindingShard.MOST + 1)
                .toList();
        List<BindingWish> wishes = new ArrayList<>();
        addresses.forEach(address -> wishes.add(new BindingWish.Put(address, ONE, Optional.empty(), Mode.REPLACE)));
        wishes.add(new BindingWish.Put(IP, TWO, Optional.empty(), Mode.REPLACE));
        BindingShard.Settled settled =
                BindingShard.empty(BindingShard.of(IP)).settle(new BindingAuthor("me", NOW), wishes);
        assertEquals(
                List.of(new BindingRefusal(
                        addresses.get(BindingShard.MOST), BindingRefusal.Reason.FULL, Optional.empty())),
                settled.refusals());
        assertEquals(TWO, settled.shard().get(IP).orElseThrow().mac());
    }

    @Test
    void whatDiffersIsListedByAddress() {
        BindingShard before = shard("two 6");
        BindingShard after = shard("one 7");
        assertEquals(List.of(new BindingChange(IP, before.get(IP), after.get(IP))), after.changesSince(before));
        assertEquals(List.of(), after.changesSince(after));
    }

    @Test
    void anAddressOfAnotherShardIsRefused() {
        TreeMap<BoundAddress, Binding> bindings = new TreeMap<>();
        bindings.put(IP, new Binding(IP, ONE, "me", 1, 1, ""));
        int wrong = BindingShard.of(IP) ^ 1;
        assertThrows(IllegalArgumentException.class, () -> new BindingShard(wrong, bindings, 0));
    }

    /** Whatever the plan of the addresses: in a row, every router at .1 of its network, one per /16, mirrored octets. */
    @ParameterizedTest
    @ValueSource(strings = {"row", "routers", "pairs", "quarters"})
    void twentyThousandAddressesFillNoShard(String plan) {
        IntUnaryOperator address = switch (plan) {
            case "row" -> i -> i;
            case "routers" -> i -> (i << 8) | 1;
            case "pairs" -> i -> ((i / 2) << 8) | (i % 2 == 0 ? 1 : 254);
            default -> i -> i << 6;
        };
        int[] counts = new int[BindingShard.SHARDS];
        for (int i = 0; i < Bindings.MOST; i++) {
            counts[BindingShard.of(new BoundAddress((10 << 24) + address.applyAsInt(i)))]++;
        }
        int largest = IntStream.of(counts).max().orElseThrow();
        assertTrue(largest < BindingShard.MOST, "largest shard: " + largest);
    }

    /** Written records depend on it. */
    @ParameterizedTest
    @CsvSource({"10.77.0.5, 155", "10.77.0.6, 57", "192.168.1.1, 113"})
    void theShardOfAnAddressNeverChanges(String address, int shard) {
        assertEquals(shard, BindingShard.of(BoundAddress.parse(address)));
    }
}
