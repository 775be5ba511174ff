package io.arpfailover.agent.loop;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.ControlHandler;
import io.arpfailover.agent.control.ControlRequest;
import io.arpfailover.agent.control.ControlResponse;
import io.arpfailover.agent.control.MoveReport;
import io.arpfailover.agent.guard.LanGuard;
import io.arpfailover.agent.hook.Hooks;
import io.arpfailover.agent.link.ArpLink;
import io.arpfailover.agent.metrics.Snapshot;
import io.arpfailover.agent.takeover.Takeover;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Situation;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.Wish;
import io.arpfailover.coordinator.time.MonotonicTime;
import io.arpfailover.coordinator.zookeeper.ClusterStore;
import io.arpfailover.coordinator.zookeeper.StoreException;
import io.arpfailover.coordinator.zookeeper.SwitchoverDesk;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers the command line's requests. Whatever concerns the machine is looked at on the loop's thread. */
final class AgentControl implements ControlHandler, ControlRequest.Answers {
    private final Inbox inbox;
    private final StatusReport report;
    private final AgentPerformer performer;
    private final StoreEvents connection;
    private final ArpLink wire;
    private final ClusterStore store;
    private final SwitchoverDesk desk;
    private final PeerDesk peer;
    private final Optional<LanGuard> guard;
    private final Hooks hooks;
    private final Supplier<CompletableFuture<ControlResponse.Reloaded>> reload;
    private final Consumer<Boolean> stop;

    /**
     * @param reload begins to read the configuration again
     * @param stop told to end the agent, and whether it comes back at once
     */
    AgentControl(
            Inbox inbox,
            StatusReport report,
            AgentPerformer performer,
            StoreEvents connection,
            ArpLink wire,
            ClusterStore store,
            SwitchoverDesk desk,
            PeerDesk peer,
            Optional<LanGuard> guard,
            Hooks hooks,
            Supplier<CompletableFuture<ControlResponse.Reloaded>> reload,
            Consumer<Boolean> stop) {
        this.inbox = inbox;
        this.report = report;
        this.performer = performer;
        this.connection = connection;
        this.wire = wire;
        this.store = store;
        this.desk = desk;
        this.peer = peer;
        this.guard = guard;
        this.hooks = hooks;
        this.reload = reload;
        this.stop = stop;
    }

    @Override
    public CompletableFuture<ControlResponse> handle(ControlRequest request) {
        return request.answerWith(this);
    }

    @Override
    public CompletableFuture<ControlResponse> status() {
        return onLoop((takeover, now) -> new ControlResponse.Status(status(takeover, now)));
    }

    /** The status, and what is measured beside it. */
    CompletableFuture<Snapshot> snapshot() {
        return onLoop((takeover, now) -> new Snapshot(status(takeover, now), takeover.figures(now)));
    }

    private AgentStatus status(Takeover takeover, MonotonicTime now) {
        return report.of(
                takeover.status(now),
                connection.isConnected(),
                connection.session(),
                wire.counters(),
                guard.map(judge -> judge.desk().counts()).orElse(Map.of()),
                inbox.framesDropped(),
                hooks.counters(),
                performer.lastMove(),
                connection.intent(),
                peer.link(),
                now);
    }

    @Override
    public CompletableFuture<ControlResponse> history() {
        return store.history()
                .thenApply(moves -> new ControlResponse.History(
                        moves.stream().map(MoveReport::of).toList()));
    }

    @Override
    public CompletableFuture<ControlResponse> neighbors() {
        return onLoop((takeover, now) -> new ControlResponse.Neighbors(
                takeover.neighbors(now).stream().map(StatusReport::neighbor).toList()));
    }

    @Override
    public CompletableFuture<ControlResponse> switchover(Optional<NodeName> to, boolean force) {
        return judged(situation -> desk.ask(situation, to, force, asker())
                .thenApply(reply -> new ControlResponse.Outcome(reply.done(), reply.because())));
    }

    @Override
    public CompletableFuture<ControlResponse> maintenance(Optional<NodeName> node, boolean on) {
        NodeName server = node.orElse(report.node());
        return written(on ? new Wish.Maintain(server) : new Wish.Serve(server));
    }

    @Override
    public CompletableFuture<ControlResponse> pause() {
        return written(new Wish.Pause(asker()));
    }

    @Override
    public CompletableFuture<ControlResponse> resume() {
        return written(new Wish.Resume());
    }

    @Override
    public CompletableFuture<ControlResponse> reload() {
        return reload.get().thenApply(reloaded -> reloaded);
    }

    @Override
    public CompletableFuture<ControlResponse> stop(boolean restart) {
        stop.accept(restart);
        return decided(
                true,
                restart
                        ? report.node() + " keeps the addresses for the agent's next start, if it holds them"
                        : report.node() + " hands the addresses over, if it holds them, and the agent ends");
    }

    private CompletableFuture<ControlResponse> written(Wish wish) {
        return judged(situation -> wish.refusal(situation)
                .map(why -> decided(false, why))
                .orElseGet(() -> store.writeIntent(wish::appliedTo)
                        .thenApply(intent -> new ControlResponse.Outcome(true, wish.done()))));
    }

    /** What cannot be written is refused at once. */
    private CompletableFuture<ControlResponse> judged(Function<Situation, CompletableFuture<ControlResponse>> answer) {
        Optional<Intent> intent = connection.intent();
        if (!connection.isConnected() || intent.isEmpty()) {
            return decided(false, "no contact with ZooKeeper, where it would be written; see 'status'");
        }
        return onLoop((takeover, now) -> takeover.status(now).tenure())
                .thenApply(tenure -> new Situation(tenure.orElse(Tenure.NONE), connection.members(), intent.get()))
                .thenCompose(answer)
                .exceptionally(AgentControl::failed);
    }

    /** ZooKeeper's refusals say what to do; anything else is a bug. */
    private static ControlResponse failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof StoreException oneLine) {
            return new ControlResponse.Failed(oneLine.getMessage());
        }
        throw new CompletionException(cause);
    }

    private String asker() {
        return report.node() + " (command line)";
    }

    private static CompletableFuture<ControlResponse> decided(boolean done, String because) {
        return CompletableFuture.completedFuture(new ControlResponse.Outcome(done, because));
    }

    private <T> CompletableFuture<T> onLoop(BiFunction<Takeover, MonotonicTime, T> look) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        inbox.put(new Inbox.Item.Asked((takeover, now) -> answer.complete(look.apply(takeover, now))));
        return answer;
    }
}
