package io.arpfailover.agent.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How takeovers are told to the neighbours.
 *
 * @param framesPerSecond the most ARP frames in one second; empty means unlimited
 * @param refresh time between two announcements of an address that is held
 */
public record AnnounceConfiguration(OptionalInt framesPerSecond, Duration refresh) {}
