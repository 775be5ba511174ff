package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.NodeName;
import java.util.List;
import java.util.Optional;

/**
 * What whoever tells of this member's role must know.
 *
 * @param announced whether every address is in place and its first announcement has left
 * @param fault what keeps this member from serving, though nobody wished that; empty while it holds the addresses
 * @param because one clause on why it is in this stage
 * @param holder the member that the tenure names, as last learnt
 * @param epoch of that tenure; 0 when none is known
 * @param leftServing whether it has stopped and the kernel goes on serving, for a restart
 * @param strangers who else was seen to use an address, the last one first; the same list while nobody was
 */
public record ServingView(
        Stage stage,
        boolean announced,
        Optional<String> fault,
        String because,
        Optional<NodeName> holder,
        long epoch,
        boolean leftServing,
        List<TakeoverStatus.Stranger> strangers) {}
