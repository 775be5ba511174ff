package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Switchover;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those who asked here for a switchover and wait for its end. Any thread; each waits for a bounded time, and as many as
 * the {@link SwitchoverDesk} lets in.
 */
public final class OpenRequests {
    private final ConcurrentHashMap<String, CompletableFuture<Switchover>> byId = new ConcurrentHashMap<>();

    /** The intent as it is now: whoever waits for a request that is closed has an answer. */
    public void read(Intent intent) {
        intent.switchover().filter(switchover -> !switchover.isOpen()).ifPresent(this::ended);
    }

    int count() {
        return byId.size();
    }

    CompletableFuture<Switchover> await(String id) {
        return byId.computeIfAbsent(id, absent -> new CompletableFuture<>());
    }

    void forget(String id) {
        byId.remove(id);
    }

    private void ended(Switchover ended) {
        Optional.ofNullable(byId.get(ended.id())).ifPresent(answer -> answer.complete(ended));
    }
}
