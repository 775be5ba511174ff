package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckResult;
import java.time.Duration;

/**
 * How the run of an operator's program ended.
 *
 * @param result what it exited with, and its first words; named after the call
 * @param killed whether it was ended because its time was over
 * @param took from its start to its end
 */
public record HookEnd(HookCall call, CheckResult result, boolean killed, Duration took) {}
