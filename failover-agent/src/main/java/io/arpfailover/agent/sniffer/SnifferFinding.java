package io.arpfailover.agent.sniffer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.Optional;

/**
 * What was found out about one suspect.
 *
 * @param address who was asked
 * @param mac who answered; empty when silent
 * @param pattern the baits it answered
 * @param why one sentence for people
 */
public record SnifferFinding(
        Ipv4Address address,
        Optional<MacAddress> mac,
        Verdict verdict,
        Confidence confidence,
        AnswerPattern pattern,
        String why) {}
