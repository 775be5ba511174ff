package io.arpfailover.coordinator.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** All bindings of a cluster at one time. Immutable; a changed copy shares the shards that did not change. */
public final class Bindings {
    /** In one cluster; each writer compares this with what it sees, so two at once may pass it by a little. */
    public static final int MOST = 20_000;

    public static final Bindings NONE = new Bindings(IntStream.range(0, BindingShard.SHARDS)
            .mapToObj(BindingShard::empty)
            .toList());

    private final List<BindingShard> shards;
    private final int size;

    private Bindings(List<BindingShard> shards) {
        this.shards = shards;
        this.size = shards.stream().mapToInt(shard -> shard.bindings().size()).sum();
    }

    /** With these shards in place of those of the same numbers. */
    public Bindings with(Collection<BindingShard> newer) {
        List<BindingShard> now = new ArrayList<>(shards);
        newer.forEach(shard -> now.set(shard.number(), shard));
        return new Bindings(List.copyOf(now));
    }

    /** What is different here from how it was {@code before}. */
    public List<BindingChange> changesSince(Bindings before) {
        List<BindingChange> changes = new ArrayList<>();
        for (BindingShard shard : shards) {
            BindingShard then = before.shards.get(shard.number());
            if (!shard.equals(then)) {
                changes.addAll(shard.changesSince(then));
            }
        }
        return List.copyOf(changes);
    }

    public Optional<Binding> get(BoundAddress address) {
        return shards.get(BindingShard.of(address)).get(address);
    }

    public int size() {
        return size;
    }

    /** Every one, in no order worth knowing. */
    public void forEach(Consumer<Binding> use) {
        shards.forEach(shard -> shard.bindings().values().forEach(use));
    }

    /** Every one, by address. */
    public List<Binding> sorted() {
        List<Binding> all = new ArrayList<>(size);
        forEach(all::add);
        all.sort(Comparator.comparing(Binding::address));
        return all;
    }
}
