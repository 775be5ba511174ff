package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.health.CheckRule;
import io.arpfailover.agent.health.GatewayWatchSettings;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster's agent was configured with, as far as decisions depend on it.
 *
 * @param self this member
 * @param networkInterface the interface that carries the addresses
 * @param addresses the shared addresses, in the order in which they are announced
 * @param gateway whom to ask for a receipt that the addresses moved
 * @param acd conflict detection's timing
 * @param defence what to do when a stranger uses an address we hold
 * @param pace how many frames a second may leave
 * @param refresh how often held addresses are announced again
 * @param timing the times of the promises between the two members
 * @param hasPeer whether datagrams can be exchanged with the other member
 * @param failback whether the addresses go back, and whether they move for anything but a loss
 * @param movesPerHour how often they may move by the members' own choice
 * @param gatewayWatch how to watch whether the gateway is reachable; empty when it is not to be
 * @param checks which checks there are, and how their results are counted
 */
public record TakeoverSettings(
        NodeName self,
        String networkInterface,
        List<Ipv4Address> addresses,
        Optional<Ipv4Address> gateway,
        AcdTiming acd,
        DefencePolicy defence,
        Pace pace,
        Duration refresh,
        PromiseTiming timing,
        boolean hasPeer,
        Failback failback,
        int movesPerHour,
        Optional<GatewayWatchSettings> gatewayWatch,
        List<CheckRule> checks) {

    public TakeoverSettings {
        addresses = List.copyOf(addresses);
        checks = List.copyOf(checks);
    }

    /** These, but for what a running member can take from others: the rest stays until it starts again. */
    TakeoverSettings reconfigured(TakeoverSettings next) {
        return new TakeoverSettings(
                self,
                networkInterface,
                addresses,
                gateway,
                acd,
                defence,
                next.pace,
                next.refresh,
                timing,
                hasPeer,
                next.failback,
                next.movesPerHour,
                next.gatewayWatch,
                next.checks);
    }
}
