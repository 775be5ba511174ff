package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.Stations;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.Optional;

/**
 * What whoever judges the LAN's frames must know of the pair.
 *
 * @param stations the members' MAC addresses
 * @param membersKnown whether the members are read in this session with ZooKeeper
 * @param holder the member that the tenure names; empty also while another may be named and nobody would tell us
 * @param epoch of that tenure; 0 when none is known
 * @param gateway where the gateway is, once it answered
 */
public record PairView(
        Stations stations, boolean membersKnown, Optional<NodeName> holder, long epoch, Optional<MacAddress> gateway) {}
