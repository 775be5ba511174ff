package io.arpfailover.agent.multihome;

import java.util.List;

/**
 * Something about a host that is not as it should be; its three texts are clauses for people.
 *
 * @param what what is so
 * @param why what may come of it
 * @param remedy what to do
 * @param settings that do it; none where settings of single interfaces do not help
 */
public record Finding(Weight weight, String what, String why, String remedy, List<Setting> settings) {

    /** How much it matters. */
    public enum Weight {
        /** A shared address is answered by another interface too, or by none. */
        WRONG,
        /** It matters to some. */
        ADVICE
    }

    public Finding {
        settings = List.copyOf(settings);
    }
}
