package io.arpfailover.coordinator.binding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Those bindings of a cluster that are written together.
 *
 * @param number 0 to 255
 * @param bindings by address; at most {@value #MOST}
 * @param removedIn the highest epoch in which a binding was removed from here: what was written in an earlier one must
 *     not come back
 */
public record BindingShard(int number, SortedMap<BoundAddress, Binding> bindings, long removedIn) {
    /** Part of what is written: a change moves every binding. */
    public static final int SHARDS = 256;
    /** Of the longest kind, so many make 55 KiB; with 20,000 in the cluster, a shard holds 78 in the mean. */
    public static final int MOST = 128;

    private static final int UNUSED_BITS = Integer.SIZE - Integer.numberOfTrailingZeros(SHARDS);

    public BindingShard {
        if (number < 0 || number >= SHARDS || bindings.size() > MOST || removedIn < 0) {
            throw new IllegalArgumentException("not a shard: " + number + " with " + bindings.size() + " bindings");
        }
        for (BoundAddress address : bindings.keySet()) {
            if (of(address) != number) {
                throw new IllegalArgumentException(address + " does not belong into shard " + number);
            }
        }
        bindings = Collections.unmodifiableSortedMap(new TreeMap<>(bindings));
    }

    /** What remains of a shard after some wishes, and what became of each of them. */
    public record Settled(
            BindingShard shard, List<BindingChange> changes, int unchanged, List<BindingRefusal> refusals) {}

    public static BindingShard empty(int number) {
        return new BindingShard(number, new TreeMap<>(), 0);
    }

    /** The number of the shard an address belongs into. */
    public static int of(BoundAddress address) {
        return address.scattered() >>> UNUSED_BITS;
    }

    /** Fulfils wishes in their order, as far as the rules allow. */
    public Settled settle(BindingAuthor author, List<BindingWish> wishes) {
        Draft draft = new Draft(author);
        wishes.forEach(draft::fulfil);
        return draft.settled();
    }

    /** What is different here from how it was {@code before}, by address. */
    public List<BindingChange> changesSince(BindingShard before) {
        TreeSet<BoundAddress> addresses = new TreeSet<>(before.bindings.keySet());
        addresses.addAll(bindings.keySet());
        List<BindingChange> changes = new ArrayList<>();
        for (BoundAddress address : addresses) {
            Optional<Binding> then = before.get(address);
            Optional<Binding> now = get(address);
            if (!then.equals(now)) {
                changes.add(new BindingChange(address, then, now));
            }
        }
        return changes;
    }

    Optional<Binding> get(BoundAddress address) {
        return Optional.ofNullable(bindings.get(address));
    }

    /** The shard while wishes are being fulfilled. */
    private final class Draft {
        private final BindingAuthor author;
        private final TreeMap<BoundAddress, Binding> now = new TreeMap<>(bindings);
        private final List<BindingChange> changes = new ArrayList<>();
        private final List<BindingRefusal> refusals = new ArrayList<>();
        private long floor = removedIn;
        private int unchanged;

        Draft(BindingAuthor author) {
            this.author = author;
        }

        void fulfil(BindingWish wish) {
            Optional<Binding> present = Optional.ofNullable(now.get(wish.address()));
            Optional<Binding> after = wish.after(present, author);
            Optional<BindingRefusal.Reason> reason =
                    stale(present).or(() -> wish.refusal(present)).or(() -> full(present, after));
            if (reason.isPresent()) {
                refusals.add(new BindingRefusal(wish.address(), reason.get(), present));
            } else if (present.equals(after)) {
                unchanged++;
            } else {
                changes.add(new BindingChange(wish.address(), present, after));
                become(wish.address(), after);
            }
        }

        private Optional<BindingRefusal.Reason> stale(Optional<Binding> present) {
            long decidedIn = present.map(Binding::epoch).orElse(floor);
            return decidedIn > author.epoch() ? Optional.of(BindingRefusal.Reason.STALE) : Optional.empty();
        }

        private Optional<BindingRefusal.Reason> full(Optional<Binding> present, Optional<Binding> after) {
            boolean more = present.isEmpty() && after.isPresent();
            return more && now.size() == MOST ? Optional.of(BindingRefusal.Reason.FULL) : Optional.empty();
        }

        private void become(BoundAddress address, Optional<Binding> after) {
            if (after.isPresent()) {
                now.put(address, after.get());
            } else {
                now.remove(address);
                floor = Math.max(floor, author.epoch());
            }
        }

        Settled settled() {
            return new Settled(new BindingShard(number, now, floor), changes, unchanged, refusals);
        }
    }
}
