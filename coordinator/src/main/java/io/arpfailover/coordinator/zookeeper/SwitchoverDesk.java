package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Situation;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes switchover requests to ZooKeeper, for the members to see, and sees to it that each one ends. Any thread.
 *
 * <p>Whoever asks gets an answer: from the members, or after the desk's patience from the desk itself, which then
 * closes the request, so that nobody acts on it later.
 */
public final class SwitchoverDesk {
    private static final Logger log = LoggerFactory.getLogger(SwitchoverDesk.class);
    /** Only one request can be open; more than this wait for a ZooKeeper that does not answer. */
    private static final int MOST_WAITING = 32;

    private final IntentRecord record;
    private final OpenRequests requests;
    private final Duration patience;

    /** Changes the intent, whatever others write meanwhile; as {@link ClusterStore#writeIntent}. */
    @FunctionalInterface
    public interface IntentRecord {
        CompletableFuture<Intent> change(UnaryOperator<Intent> change);
    }

    /**
     * Opens the desk.
     *
     * @param requests told of each intent, by whoever watches it
     * @param patience how long the members may take before a request is closed from here
     */
    public SwitchoverDesk(IntentRecord record, OpenRequests requests, Duration patience) {
        this.record = record;
        this.requests = requests;
        this.patience = patience;
    }

    /**
     * What became of a wish.
     *
     * @param done whether the addresses are where they were asked to be
     * @param because one clause for people
     */
    public record Reply(boolean done, String because) {}

    /**
     * Refuses at once what cannot be, else opens a request and answers when it has ended.
     *
     * @param to empty means the member that does not hold the addresses now
     * @param by who asks, for the record
     */
    public CompletableFuture<Reply> ask(Situation situation, Optional<NodeName> to, boolean force, String by) {
        return situation
                .switchover(to, force)
                .map(
                        node -> request(node, by, force)
                                .thenApply(ended -> new Reply(ended.outcome() == Outcome.DONE, ended.reason())),
                        because -> CompletableFuture.completedFuture(new Reply(true, because)),
                        because -> CompletableFuture.completedFuture(new Reply(false, because)));
    }

    /**
     * Opens a request, unless another is open. The answer is the request as it ended, by whomever; it fails with a
     * {@link StoreException} when ZooKeeper does not take it.
     */
    public CompletableFuture<Switchover> request(NodeName to, String by, boolean force) {
        Switchover request = Switchover.asked(UUID.randomUUID().toString(), to, by, force);
        if (requests.count() >= MOST_WAITING) {
            return CompletableFuture.completedFuture(
                    refused(request, "too many wait for one already; try again later"));
        }
        log.info("switchover=REQUESTED to={} by=\"{}\" force={}", to, by, force);
        CompletableFuture<Switchover> ended = requests.await(request.id());
        var unused = record.change(intent -> intent.opened(request)).whenComplete((written, failure) -> {
            if (failure != null) {
                ended.completeExceptionally(failure);
            } else if (!written.names(request.id())) {
                ended.complete(refused(request, "another switchover is under way; try again when it has ended"));
            }
        });
        return ended.copy()
                .completeOnTimeout(request, patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(answer -> answer.isOpen() ? closedLate(request) : ended)
                .whenComplete((answer, failure) -> requests.forget(request.id()));
    }

    /** Writes how a request ended; one that is closed already stays as it is. */
    public void close(Switchover ended) {
        var unused = closed(ended);
    }

    /** What stands in the record is what became of it: the members may have ended it in this very moment. */
    private CompletableFuture<Switchover> closedLate(Switchover request) {
        Switchover late = refused(
                request, "nobody acted on it within " + patience.toSeconds() + " s; see 'status' of both servers");
        return closed(late).completeOnTimeout(late, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Switchover> closed(Switchover ended) {
        return record.change(intent -> intent.closed(ended))
                .thenApply(written -> written.switchover()
                        .filter(switchover -> switchover.id().equals(ended.id()))
                        .orElse(ended))
                .exceptionally(failure -> {
                    log.warn("switchover=not-closed id={} because=\"{}\"", ended.id(), failure.getMessage());
                    return ended;
                });
    }

    private static Switchover refused(Switchover request, String because) {
        return request.ended(Outcome.REFUSED, because);
    }
}
