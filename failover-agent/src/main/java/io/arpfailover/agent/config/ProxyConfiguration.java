package io.arpfailover.agent.config;

import io.arpfailover.agent.wire.Ipv4Prefix;
import java.time.Duration;

/**
 * A network for whose hosts the holder of the shared addresses answers ARP.
 *
 * @param network whose addresses; a single one has the length 32
 * @param delay how long an answer waits at most, so that a host that is here itself comes first; 0 to 10 s
 */
public record ProxyConfiguration(Ipv4Prefix network, Duration delay) {}
