package io.arpfailover.agent.config;

import io.arpfailover.agent.check.CheckSettings;
import io.arpfailover.agent.health.GatewayWatchSettings;
import java.util.List;
import java.util.Optional;

/**
 * What makes this server fit to hold the addresses.
 *
 * @param gateway how the gateway is watched, where one is known ({@link HostCheck#gateway}); empty when it is not to be
 * @param checks those of the user, at most 16, none of the same name, in the order of the file
 */
public record HealthConfiguration(Optional<GatewayWatchSettings> gateway, List<CheckSettings> checks) {

    public HealthConfiguration {
        checks = List.copyOf(checks);
    }
}
