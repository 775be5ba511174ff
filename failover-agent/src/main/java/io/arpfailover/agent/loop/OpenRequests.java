package io.arpfailover.agent.loop;

import io.arpfailover.agent.control.ControlResponse;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Those who asked here for a switchover and wait for its end. Any thread; as many as the control socket lets in. */
final class OpenRequests {
    private final ConcurrentHashMap<String, CompletableFuture<ControlResponse>> byId = new ConcurrentHashMap<>();

    CompletableFuture<ControlResponse> await(String id) {
        return byId.computeIfAbsent(id, absent -> new CompletableFuture<>());
    }

    void forget(String id) {
        byId.remove(id);
    }

    /** The intent as it is now: whoever waits for a request that is closed has an answer. */
    void read(Intent intent) {
        intent.switchover().filter(switchover -> !switchover.isOpen()).ifPresent(this::ended);
    }

    private void ended(Switchover ended) {
        Optional.ofNullable(byId.get(ended.id()))
                .ifPresent(answer -> answer.complete(
                        new ControlResponse.Switchover(ended.outcome() == Outcome.DONE, ended.reason())));
    }
}
