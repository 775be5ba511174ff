package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.binding.BindingChange;
import io.arpfailover.coordinator.binding.BindingRefusal;
import java.util.List;

/**
 * What became of wishes about bindings.
 *
 * @param changes what was written
 * @param unchanged how many wishes were fulfilled already
 * @param refusals why nothing was written; or, where the wishes were too many for one transaction and somebody else
 *     wrote in between, why no more than the changes was
 */
public record BindingsWritten(List<BindingChange> changes, int unchanged, List<BindingRefusal> refusals) {
    public BindingsWritten {
        changes = List.copyOf(changes);
        refusals = List.copyOf(refusals);
    }

    /** Whether every wish is fulfilled. */
    public boolean isDone() {
        return refusals.isEmpty();
    }

    public long count(BindingChange.Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }
}
