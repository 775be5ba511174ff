package io.arpfailover.agent.metrics;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.takeover.TakeoverFigures;

/** Everything that the loop alone knows, at one instant. */
public record Snapshot(AgentStatus status, TakeoverFigures figures) {}
