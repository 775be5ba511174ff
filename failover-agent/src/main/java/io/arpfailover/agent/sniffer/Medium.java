package io.arpfailover.agent.sniffer;

import java.util.Optional;

/**
 * What an interface is made of.
 *
 * @param virtual what it is, in the middle of a sentence, when software made it: "a virtual interface (veth)"
 */
public record Medium(Optional<String> virtual) {
    /** A network card, or what looks like one. */
    public static final Medium PHYSICAL = new Medium(Optional.empty());

    public static Medium virtual(String what) {
        return new Medium(Optional.of(what));
    }
}
