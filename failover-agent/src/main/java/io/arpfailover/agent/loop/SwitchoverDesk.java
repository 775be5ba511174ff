package io.arpfailover.agent.loop;

import io.arpfailover.agent.control.ControlResponse;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import io.arpfailover.coordinator.zookeeper.ClusterStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes switchover requests to ZooKeeper, for both members to see, and writes how they ended. Any thread. */
final class SwitchoverDesk {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchoverDesk.class);

    private final ClusterStore store;
    private final OpenRequests requests;
    private final Duration patience;

    /**
     * @param patience how long the members may take before the request is closed from here
     */
    SwitchoverDesk(ClusterStore store, OpenRequests requests, Duration patience) {
        this.store = store;
        this.requests = requests;
        this.patience = patience;
    }

    /** Opens a request, unless another is open. The answer comes when it is closed, by whomever. */
    CompletableFuture<ControlResponse> request(NodeName to, String by) {
        Switchover request = new Switchover(UUID.randomUUID().toString(), to, by, Outcome.REQUESTED, "");
        CompletableFuture<ControlResponse> answer = requests.await(request.id());
        LOG.info("switchover=REQUESTED to={} by=\"{}\"", to, by);
        var unused = store.writeIntent(intent -> opened(intent, request)).whenComplete((written, failure) -> {
            if (failure != null) {
                answer.complete(new ControlResponse.Failed(failure.getMessage()));
            } else if (!names(written, request.id())) {
                answer.complete(new ControlResponse.Switchover(
                        false, "another switchover is under way; try again when it has ended"));
            }
        });
        ControlResponse timeUp = new ControlResponse.Switchover(
                false, "nobody acted on it within " + patience.toSeconds() + " s; see 'status' on both servers");
        return answer.completeOnTimeout(timeUp, patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> {
                    requests.forget(request.id());
                    if (response == timeUp) {
                        close(request.ended(Outcome.REFUSED, "nobody acted on it in time"));
                    }
                });
    }

    /** Writes how a request ended; one that is closed already stays as it is. */
    void close(Switchover ended) {
        var unused = store.writeIntent(intent -> isOpen(intent, ended.id()) ? new Intent(Optional.of(ended)) : intent)
                .exceptionally(failure -> {
                    LOG.warn("switchover=not-closed id={} because=\"{}\"", ended.id(), failure.getMessage());
                    return Intent.NONE;
                });
    }

    private static Intent opened(Intent intent, Switchover request) {
        // Called again when an answer was lost: what was opened then may be closed by now, and must stay so.
        boolean busy = names(intent, request.id())
                || intent.switchover().filter(Switchover::isOpen).isPresent();
        return busy ? intent : new Intent(Optional.of(request));
    }

    private static boolean isOpen(Intent intent, String id) {
        return names(intent, id)
                && intent.switchover().filter(Switchover::isOpen).isPresent();
    }

    private static boolean names(Intent intent, String id) {
        return intent.switchover()
                .filter(switchover -> switchover.id().equals(id))
                .isPresent();
    }
}
