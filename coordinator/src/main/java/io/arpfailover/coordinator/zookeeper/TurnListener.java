package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.time.MonotonicTime;

/** What a {@link ProxyElection} tells its owner. Called on its thread, one call at a time: enqueue and return. */
public interface TurnListener {

    /**
     * It is our turn until then, and no longer unless told again.
     *
     * @param began whether it was not before
     */
    void oursUntil(MonotonicTime until, boolean began);

    /** It is our turn no more, as of now. */
    void over(String cause);

    /** Something needs a person. One line with the remedy; the same one is not repeated. */
    void failed(String what);
}
