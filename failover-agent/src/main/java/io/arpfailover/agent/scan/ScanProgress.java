package io.arpfailover.agent.scan;

/**
 * How far a sweep has come.
 *
 * @param settled questions that are over: asked, or spared because the address had answered
 * @param all questions there would be if nobody answered
 * @param hosts addresses that have answered so far
 */
public record ScanProgress(long settled, long all, int hosts) {}
