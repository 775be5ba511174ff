package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.binding.BindingChange;
import io.arpfailover.coordinator.binding.Bindings;
import java.util.List;

/** What {@link BindingStore#watch} tells. Called on one thread, which does nothing else; slow listeners are told less often. */
public interface BindingListener {

    /**
     * The bindings as they are now: once all are read, and then after each change. Changes that came fast are told
     * together.
     *
     * @param changes since the last call; at the first one, every binding is added
     */
    void bindings(Bindings now, List<BindingChange> changes);

    /** Something needs a person. One line with the remedy. What was told last still stands. */
    void failed(String what);
}
