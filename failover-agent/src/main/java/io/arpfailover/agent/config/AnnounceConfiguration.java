package io.arpfailover.agent.config;

import io.arpfailover.agent.announce.Pace;
import java.time.Duration;

/**
 * How takeovers are told to the neighbours.
 *
 * @param pace the most ARP frames in one second
 * @param refresh time between two announcements of an address that is held
 */
public record AnnounceConfiguration(Pace pace, Duration refresh) {}
