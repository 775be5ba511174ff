"""Programs that watch, one process each: they write what they saw as JSON lines and decide nothing.

All times are seconds of CLOCK_MONOTONIC: one kernel, so one clock for the whole lab.
"""
