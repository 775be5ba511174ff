package io.arpfailover.agent.takeover;

import io.arpfailover.agent.health.CheckState;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link Takeover} knows at one moment, for people to look at.
 *
 * @param because one clause on why it is in this stage
 * @param obstacle what keeps us from serving and what to do; empty when nothing does
 * @param tenure the record as last learnt
 * @param leaseLeft what is left of our lease, when we have one
 * @param conflicts who else was seen to use an address
 * @param repointed addresses for which the gateway has answered to our MAC address
 * @param others the other members
 * @param phaseMicros phase times of the takeover that led to the present holding, or of the one under way
 * @param promiseLeft for how long we have promised not to take the addresses, while we have
 * @param checks the checks of this server
 * @param strangers who else was seen to use an address, the last one first
 */
public record TakeoverStatus(
        Stage stage,
        String because,
        Optional<String> obstacle,
        Optional<Tenure> tenure,
        Optional<Duration> leaseLeft,
        Map<Ipv4Address, MacAddress> conflicts,
        Set<Ipv4Address> repointed,
        LinkView link,
        List<Member> others,
        Map<String, Long> phaseMicros,
        Optional<Duration> promiseLeft,
        List<CheckState> checks,
        List<Stranger> strangers) {

    /**
     * A third host that was seen to use a shared address.
     *
     * @param count in how many frames
     */
    public record Stranger(MacAddress by, Ipv4Address address, long count, MonotonicTime lastSeen) {}
}
