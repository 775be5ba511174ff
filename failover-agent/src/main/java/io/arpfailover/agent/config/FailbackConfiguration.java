package io.arpfailover.agent.config;

import io.arpfailover.coordinator.tenure.NodeName;
import java.time.Duration;
import java.util.Optional;

/**
 * When the addresses leave a server that could keep them.
 *
 * @param preferred the member they go back to; present exactly with {@link Policy#PREFERRED}
 * @param delay how long that member must have been fit before they do
 */
public record FailbackConfiguration(Policy policy, Optional<NodeName> preferred, Duration delay) {

    /** Who decides it. */
    public enum Policy {
        /** They stay where they are for as long as that server can hold them. */
        STICKY,
        /** They go back to one member as soon as it has been fit for a while. */
        PREFERRED,
        /** Only a person moves them away from a holder that lives, also when its checks fail. */
        MANUAL
    }
}
