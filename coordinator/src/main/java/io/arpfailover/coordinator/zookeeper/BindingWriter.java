package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.binding.BindingChange;
import io.arpfailover.coordinator.binding.BindingRefusal;
import io.arpfailover.coordinator.binding.BindingShard;
import io.arpfailover.coordinator.binding.BindingWish;
import io.arpfailover.coordinator.binding.Bindings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Fulfils wishes about bindings by compare-and-set of the shards they concern, until nobody wrote in between. Waits for
 * ZooKeeper; for threads that may.
 *
 * <p>All wishes are judged before anything is written, and what fits into {@link #LARGEST_TRANSACTION} (some 11,000
 * bindings) is written at once or not at all. More than that takes several transactions, each of them whole shards.
 */
final class BindingWriter {
    /** ZooKeeper takes no more than 1 MiB in one piece; the rest is for the paths. */
    static final int LARGEST_TRANSACTION = 900 * 1024;

    private static final int ROUNDS = 16;

    private final BindingTable table;
    private final String what;

    /**
     * @param what names the bindings in messages
     */
    BindingWriter(BindingTable table, String what) {
        this.table = table;
        this.what = what;
    }

    /**
     * Writes, unless a wish is refused: then, nothing.
     *
     * @param watchedSize how many bindings there are, when a watch knows; else they are counted
     */
    BindingsWritten write(BindingAuthor author, List<BindingWish> wishes, OptionalInt watchedSize) throws Exception {
        if (wishes.size() > Bindings.MOST) {
            throw new StoreException("cannot change more than " + Bindings.MOST + " bindings at once; write fewer");
        }
        Work work = new Work(author, wishes, watchedSize);
        for (int round = 0; round < ROUNDS && work.goesOn(); round++) {
            work.round();
        }
        return work.result();
    }

    /** One list of wishes, as far as it is fulfilled. */
    private final class Work {
        private final BindingAuthor author;
        private final OptionalInt watchedSize;
        private final Map<Integer, List<BindingWish>> open = new TreeMap<>();
        private final List<BindingChange> changes = new ArrayList<>();
        private final List<BindingRefusal> refusals = new ArrayList<>();
        private int unchanged;

        Work(BindingAuthor author, List<BindingWish> wishes, OptionalInt watchedSize) {
            this.author = author;
            this.watchedSize = watchedSize;
            wishes.forEach(wish -> open.computeIfAbsent(BindingShard.of(wish.address()), none -> new ArrayList<>())
                    .add(wish));
        }

        boolean goesOn() {
            return !open.isEmpty() && refusals.isEmpty();
        }

        BindingsWritten result() throws StoreException {
            if (goesOn()) {
                throw new StoreException(what + " were changed by others " + ROUNDS + " times in a row; try again");
            }
            return new BindingsWritten(changes, unchanged, refusals);
        }

        void round() throws Exception {
            Map<Integer, BindingTable.Found> found = table.read(concerned());
            Map<Integer, BindingShard.Settled> settled = new TreeMap<>();
            for (Map.Entry<Integer, List<BindingWish>> wishes : open.entrySet()) {
                int number = wishes.getKey();
                BindingShard shard = table.readable(number, found.get(number));
                settled.put(number, shard.settle(author, wishes.getValue()));
            }
            settled.values().forEach(shard -> refusals.addAll(shard.refusals()));
            refuseTooMany(settled, found);
            if (refusals.isEmpty()) {
                write(settled, found);
            }
        }

        private BitSet concerned() {
            BitSet numbers = new BitSet();
            open.keySet().forEach(numbers::set);
            return numbers;
        }

        private void refuseTooMany(
                Map<Integer, BindingShard.Settled> settled, Map<Integer, BindingTable.Found> concerned)
                throws Exception {
            List<BindingChange> next = settled.values().stream()
                    .flatMap(shard -> shard.changes().stream())
                    .toList();
            int more = next.stream()
                    .mapToInt(change -> (change.after().isPresent() ? 1 : 0)
                            - (change.before().isPresent() ? 1 : 0))
                    .sum();
            if (more > 0 && more + size(concerned) > Bindings.MOST) {
                next.stream()
                        .filter(change -> change.kind() == BindingChange.Kind.ADDED)
                        .map(change ->
                                new BindingRefusal(change.address(), BindingRefusal.Reason.FULL, change.before()))
                        .forEach(refusals::add);
            }
        }

        /** Those that are concerned have been read already. */
        private int size(Map<Integer, BindingTable.Found> concerned) throws Exception {
            if (watchedSize.isPresent()) {
                return watchedSize.getAsInt();
            }
            BitSet others = BindingTable.all();
            concerned.keySet().forEach(others::clear);
            int size = size(concerned.values());
            return others.isEmpty() ? size : size + size(table.read(others).values());
        }

        private static int size(Iterable<BindingTable.Found> found) {
            int size = 0;
            for (BindingTable.Found each : found) {
                size += each.shard()
                        .value()
                        .map(shard -> shard.bindings().size())
                        .orElse(0);
            }
            return size;
        }

        private void write(Map<Integer, BindingShard.Settled> settled, Map<Integer, BindingTable.Found> found)
                throws Exception {
            List<BindingTable.Replacement> together = new ArrayList<>();
            int octets = 0;
            for (BindingTable.Replacement next : replacements(settled, found)) {
                if (octets + next.octets() > LARGEST_TRANSACTION) {
                    write(together, settled);
                    together.clear();
                    octets = 0;
                }
                together.add(next);
                octets += next.octets();
            }
            write(together, settled);
        }

        /** Those that change; the others are fulfilled as they are. */
        private List<BindingTable.Replacement> replacements(
                Map<Integer, BindingShard.Settled> settled, Map<Integer, BindingTable.Found> found) {
            List<BindingTable.Replacement> replacements = new ArrayList<>();
            settled.forEach((number, shard) -> {
                if (shard.changes().isEmpty()) {
                    fulfilled(shard);
                } else {
                    replacements.add(new BindingTable.Replacement(
                            shard.shard(), found.get(number).version()));
                }
            });
            return replacements;
        }

        /** What somebody else has written meanwhile stays open for another round. */
        private void write(List<BindingTable.Replacement> together, Map<Integer, BindingShard.Settled> settled)
                throws Exception {
            if (!together.isEmpty() && table.write(together)) {
                together.forEach(written -> fulfilled(settled.get(written.number())));
            }
        }

        private void fulfilled(BindingShard.Settled shard) {
            changes.addAll(shard.changes());
            unchanged += shard.unchanged();
            open.remove(shard.shard().number());
        }
    }
}
