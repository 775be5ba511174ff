package io.arpfailover.agent.neighbor;

/** Counts what a resolver does; one thread. */
final class Tally {
    long hits;
    long misses;
    long coalesced;
    long asked;
    long polled;
    long notSent;
    long answered;
    long learned;
    long resolved;
    long failed;
    long changed;
    long locked;
    long contradicted;
    long collected;
    long evicted;
    long refused;
    long delivered;
    long dropped;

    ResolverCounters snapshot() {
        return new ResolverCounters(
                hits,
                misses,
                coalesced,
                asked,
                polled,
                notSent,
                answered,
                learned,
                resolved,
                failed,
                changed,
                locked,
                contradicted,
                collected,
                evicted,
                refused,
                delivered,
                dropped);
    }
}
