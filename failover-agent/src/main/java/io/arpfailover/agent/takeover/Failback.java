package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.NodeName;
import java.time.Duration;

/** What the members do of their own choice about where the addresses are. A holder that is lost is always replaced. */
public sealed interface Failback {

    /** They stay where they are until the holder is lost or not fit. */
    record Sticky() implements Failback {}

    /** They go back to this member when it has been fit for so long. */
    record Preferred(NodeName node, Duration delay) implements Failback {}

    /** They stay until the holder is lost, its link too, or a person moves them: also when its checks fail. */
    record Manual() implements Failback {}
}
