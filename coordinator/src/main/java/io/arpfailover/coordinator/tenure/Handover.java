package io.arpfailover.coordinator.tenure;

/**
 * The holder's word that it has just written the addressee's name into the PAIRED tenure.
 *
 * <p>ZooKeeper tells the same a few milliseconds later, so a word that is lost costs no more than those.
 *
 * @param epoch of the new record
 * @param version of the new record: what the new holder's compare-and-sets must name
 * @param sinceEpochMillis see {@link Tenure}
 * @param why see {@link Tenure}
 */
public record Handover(long epoch, int version, long sinceEpochMillis, String why) {
    static Handover of(VersionedTenure written) {
        Tenure tenure = written.tenure();
        return new Handover(tenure.epoch(), written.version(), tenure.sinceEpochMillis(), tenure.why());
    }
}
