package io.arpfailover.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How all ARP on the interface is watched and judged.
 *
 * @param level what is done about what is not as it should be
 * @param framesPerSecond the most that one station may send, 1 to 1000
 * @param bindings the file with the pairs of address and MAC that are known to be right; absolute
 * @param quarantine for how long the kernel drops all frames of a station that spoofs; empty when it does not
 * @param hook the program told of each finding; absolute
 */
public record InspectConfiguration(
        InspectLevel level,
        int framesPerSecond,
        Optional<Path> bindings,
        Optional<Duration> quarantine,
        Optional<Path> hook) {

    public boolean isOn() {
        return level != InspectLevel.OFF;
    }
}
