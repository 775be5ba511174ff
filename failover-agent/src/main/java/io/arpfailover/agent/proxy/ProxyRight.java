package io.arpfailover.agent.proxy;

import io.arpfailover.coordinator.time.MonotonicTime;

/**
 * Until when this process may answer. Several that could answer for an address get it one at a time (by election, or by
 * the tenure of a cluster); one that is alone has it always.
 *
 * @param until from this instant on, not any more
 */
public record ProxyRight(MonotonicTime until) {
    public static final ProxyRight ALWAYS = new ProxyRight(MonotonicTime.NEVER);
    public static final ProxyRight NONE = new ProxyRight(new MonotonicTime(Long.MIN_VALUE));

    public boolean holds(MonotonicTime now) {
        return now.isBefore(until);
    }
}
