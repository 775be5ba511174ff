package io.arpfailover.coordinator.binding;

import java.util.Optional;

/** One address, bound otherwise than before. */
public record BindingChange(BoundAddress address, Optional<Binding> before, Optional<Binding> after) {

    /** In what way. */
    public enum Kind {
        ADDED,
        /** Another MAC, or another comment. */
        CHANGED,
        /** The same, written again in a later epoch. */
        CONFIRMED,
        REMOVED
    }

    public BindingChange {
        if (before.equals(after)) {
            throw new IllegalArgumentException("no change of " + address);
        }
    }

    public Kind kind() {
        if (before.isEmpty()) {
            return Kind.ADDED;
        }
        if (after.isEmpty()) {
            return Kind.REMOVED;
        }
        boolean same = before.get().mac().equals(after.get().mac())
                && before.get().comment().equals(after.get().comment());
        return same ? Kind.CONFIRMED : Kind.CHANGED;
    }
}
