package io.arpfailover.agent.takeover;

import java.util.Locale;

/** A milestone of a takeover, in the order in which they are reached. */
public enum Phase {
    /** We learnt that the addresses may need a new holder. */
    SUSPECTED,
    /** The tenure names us and we hold a lease. */
    CLAIMED,
    /** The kernel has the addresses and passes them. */
    INSTALLED,
    /** Every address was announced once. */
    ANNOUNCED,
    /** The gateway answered to our MAC address for every address. */
    REPOINTED;

    /** The name in the history and in status: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
