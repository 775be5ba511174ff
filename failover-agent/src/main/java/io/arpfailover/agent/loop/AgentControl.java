package io.arpfailover.agent.loop;

import io.arpfailover.agent.control.ControlHandler;
import io.arpfailover.agent.control.ControlRequest;
import io.arpfailover.agent.control.ControlResponse;
import io.arpfailover.agent.control.MoveReport;
import io.arpfailover.agent.link.ArpLink;
import io.arpfailover.agent.takeover.Takeover;
import io.arpfailover.agent.takeover.TakeoverStatus;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import io.arpfailover.coordinator.zookeeper.ClusterStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Answers the command line's requests. Whatever concerns the machine is looked at on the loop's thread. */
final class AgentControl implements ControlHandler, ControlRequest.Answers {
    private final Inbox inbox;
    private final StatusReport report;
    private final AgentPerformer performer;
    private final StoreEvents connection;
    private final ArpLink wire;
    private final ClusterStore store;
    private final SwitchoverDesk desk;

    AgentControl(
            Inbox inbox,
            StatusReport report,
            AgentPerformer performer,
            StoreEvents connection,
            ArpLink wire,
            ClusterStore store,
            SwitchoverDesk desk) {
        this.inbox = inbox;
        this.report = report;
        this.performer = performer;
        this.connection = connection;
        this.wire = wire;
        this.store = store;
        this.desk = desk;
    }

    @Override
    public CompletableFuture<ControlResponse> handle(ControlRequest request) {
        return request.answerWith(this);
    }

    @Override
    public CompletableFuture<ControlResponse> status() {
        return onLoop((takeover, now) -> new ControlResponse.Status(report.of(
                takeover.status(now),
                connection.isConnected(),
                connection.session(),
                wire.counters(),
                inbox.framesDropped(),
                performer.lastMove())));
    }

    @Override
    public CompletableFuture<ControlResponse> history() {
        return store.history()
                .thenApply(moves -> new ControlResponse.History(
                        moves.stream().map(MoveReport::of).toList()));
    }

    @Override
    public CompletableFuture<ControlResponse> switchover(Optional<NodeName> to) {
        return onLoop((takeover, now) -> takeover.status(now)).thenCompose(status -> switchover(to, status));
    }

    private CompletableFuture<ControlResponse> switchover(Optional<NodeName> to, TakeoverStatus status) {
        Optional<NodeName> holder = status.tenure().flatMap(Tenure::holder);
        if (holder.isEmpty()) {
            return refused("nobody holds the addresses yet; see 'status'");
        }
        Optional<NodeName> wanted = to.or(() -> otherThan(holder.get(), status));
        if (wanted.isEmpty()) {
            return refused("there is no second server to take over; start its agent");
        }
        return wanted.get().equals(holder.get())
                ? CompletableFuture.completedFuture(
                        new ControlResponse.Switchover(true, holder.get() + " holds the addresses already"))
                : desk.request(wanted.get(), report.node() + " (command line)");
    }

    private Optional<NodeName> otherThan(NodeName holder, TakeoverStatus status) {
        return holder.equals(report.node())
                ? status.others().stream().map(Member::node).findFirst()
                : Optional.of(report.node());
    }

    private static CompletableFuture<ControlResponse> refused(String why) {
        return CompletableFuture.completedFuture(new ControlResponse.Switchover(false, why));
    }

    private <T> CompletableFuture<T> onLoop(BiFunction<Takeover, MonotonicTime, T> look) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        inbox.put(new Inbox.Item.Asked((takeover, now) -> answer.complete(look.apply(takeover, now))));
        return answer;
    }
}
