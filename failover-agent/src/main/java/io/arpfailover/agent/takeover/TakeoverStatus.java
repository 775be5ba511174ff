package io.arpfailover.agent.takeover;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Tenure;
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
        Map<String, Long> phaseMicros) {}
