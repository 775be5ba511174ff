package io.arpfailover.coordinator.binding;

import java.util.Optional;

/**
 * Why a wish cannot be.
 *
 * @param present what the address is bound to, if it is bound
 */
public record BindingRefusal(BoundAddress address, Reason reason, Optional<Binding> present) {

    /** The rule it meets. */
    public enum Reason {
        /** It was decided in a later epoch than the author knows of. */
        STALE,
        /** The address is bound to another MAC, and the author did not ask to replace that. */
        BOUND_OTHERWISE,
        /** There are as many bindings as there may be. */
        FULL
    }
}
