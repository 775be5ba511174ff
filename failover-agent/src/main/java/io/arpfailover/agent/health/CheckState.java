package io.arpfailover.agent.health;

import io.arpfailover.coordinator.time.MonotonicTime;

/**
 * What is known of one check.
 *
 * @param consecutive how many of the last results were alike, all of them passes or all of them failures
 * @param text of the last result; empty before the first
 * @param since when the verdict began
 */
public record CheckState(
        String name, CheckLevel level, Verdict verdict, int consecutive, String text, MonotonicTime since) {}
