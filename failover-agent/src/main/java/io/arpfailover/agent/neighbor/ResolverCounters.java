package io.arpfailover.agent.neighbor;

/**
 * What a {@link Resolver} has done since it was made.
 *
 * @param hits uses of a neighbour whose MAC was known: as many questions saved
 * @param misses uses of one whose MAC was not
 * @param coalesced those of the misses that waited for a question already out
 * @param asked questions to everybody
 * @param polled questions to one neighbour alone
 * @param notSent those of both that did not leave
 * @param answered questions about our own addresses
 * @param learned entries made because somebody asked us
 * @param resolved neighbours that got a MAC
 * @param failed neighbours that did not answer
 * @param changed changes of a known MAC
 * @param locked changes refused because the MAC was younger than the locktime
 * @param contradicted claims to the address of a static entry
 * @param collected entries taken out because they were idle
 * @param evicted entries taken out to make room
 * @param refused entries not made for want of room
 * @param delivered packets handed out with a MAC
 * @param dropped packets that were not
 */
public record ResolverCounters(
        long hits,
        long misses,
        long coalesced,
        long asked,
        long polled,
        long notSent,
        long answered,
        long learned,
        long resolved,
        long failed,
        long changed,
        long locked,
        long contradicted,
        long collected,
        long evicted,
        long refused,
        long delivered,
        long dropped) {

    /** The share of uses that found the MAC known, 0 to 1; 0 while there was none. */
    public double hitRate() {
        long uses = hits + misses;
        return uses == 0 ? 0 : (double) hits / uses;
    }
}
