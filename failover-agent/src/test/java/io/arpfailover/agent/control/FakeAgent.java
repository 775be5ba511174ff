package io.arpfailover.agent.control;

import io.arpfailover.coordinator.tenure.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** An agent that answers what it is told to; a switchover waits until the test ends it. */
public final class FakeAgent implements ControlHandler, ControlRequest.Answers {
    /** The switchovers that were asked for and have not ended. */
    public final BlockingQueue<CompletableFuture<ControlResponse>> switchovers = new LinkedBlockingQueue<>();
    /** Where they were to go. */
    public final BlockingQueue<Optional<NodeName>> targets = new LinkedBlockingQueue<>();

    /** Whether they were forced. */
    public final BlockingQueue<Boolean> forced = new LinkedBlockingQueue<>();
    /** What it does when it is told to stop. */
    public Runnable onStop = () -> {};

    private final CompletableFuture<ControlResponse> status;
    private final List<MoveReport> moves;

    public FakeAgent(AgentStatus status, MoveReport... moves) {
        this(CompletableFuture.completedFuture(new ControlResponse.Status(status)), moves);
    }

    public FakeAgent(CompletableFuture<ControlResponse> status, MoveReport... moves) {
        this.status = status;
        this.moves = List.of(moves);
    }

    @Override
    public CompletableFuture<ControlResponse> handle(ControlRequest request) {
        return request.answerWith(this);
    }

    @Override
    public CompletableFuture<ControlResponse> status() {
        return status;
    }

    @Override
    public CompletableFuture<ControlResponse> history() {
        return CompletableFuture.completedFuture(new ControlResponse.History(moves));
    }

    @Override
    public CompletableFuture<ControlResponse> neighbors() {
        return CompletableFuture.completedFuture(new ControlResponse.Neighbors(List.of(Samples.NEIGHBOR)));
    }

    @Override
    public CompletableFuture<ControlResponse> switchover(Optional<NodeName> to, boolean force) {
        CompletableFuture<ControlResponse> open = new CompletableFuture<>();
        targets.add(to);
        forced.add(force);
        switchovers.add(open);
        return open;
    }

    @Override
    public CompletableFuture<ControlResponse> maintenance(Optional<NodeName> node, boolean on) {
        return done("maintenance " + (on ? "on " : "off ")
                + node.map(NodeName::text).orElse("here"));
    }

    @Override
    public CompletableFuture<ControlResponse> reload() {
        return CompletableFuture.completedFuture(
                new ControlResponse.Reloaded(List.of(), List.of("health.checks"), List.of("timing.promise")));
    }

    @Override
    public CompletableFuture<ControlResponse> pause() {
        return done("pause");
    }

    @Override
    public CompletableFuture<ControlResponse> resume() {
        return CompletableFuture.completedFuture(new ControlResponse.Outcome(false, "no contact with ZooKeeper"));
    }

    @Override
    public CompletableFuture<ControlResponse> stop(boolean restart) {
        onStop.run();
        return done(restart ? "stop for a restart" : "stop");
    }

    private static CompletableFuture<ControlResponse> done(String asked) {
        return CompletableFuture.completedFuture(new ControlResponse.Outcome(true, "asked to " + asked));
    }
}
