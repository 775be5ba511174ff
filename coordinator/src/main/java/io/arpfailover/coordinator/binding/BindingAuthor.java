package io.arpfailover.coordinator.binding;

/**
 * Who writes bindings, and under which tenure.
 *
 * @param source for people: a node, or a user at a host
 * @param epoch of the tenure the author knows
 */
public record BindingAuthor(String source, long epoch) {
    public BindingAuthor {
        if (!Binding.isSource(source) || epoch < 0) {
            throw new IllegalArgumentException("not an author of bindings: '" + source + "', epoch " + epoch);
        }
    }
}
