package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
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
 */
public record TakeoverSettings(
        NodeName self,
        String networkInterface,
        List<Ipv4Address> addresses,
        Optional<Ipv4Address> gateway,
        AcdTiming acd,
        DefencePolicy defence,
        Pace pace,
        Duration refresh) {

    public TakeoverSettings {
        addresses = List.copyOf(addresses);
    }
}
