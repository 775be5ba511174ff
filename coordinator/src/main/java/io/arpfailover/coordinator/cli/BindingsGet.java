package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.binding.Binding;
import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.binding.BoundAddress;
import io.arpfailover.coordinator.zookeeper.BindingStore;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code coordinator bindings CLUSTER get}. */
@Command(name = "get", description = "Shows what an address is bound to.")
final class BindingsGet extends BindingsStep {
    @Parameters(index = "0", paramLabel = "IP", converter = AddressReader.class, description = "The address.")
    private BoundAddress address;

    @Override
    int perform(BindingStore bindings, BindingAuthor author) throws StoreException, InterruptedException {
        Optional<Binding> found = ClusterWish.await(bindings.read()).get(address);
        if (found.isEmpty()) {
            return refused(address + " is not bound in cluster " + cluster());
        }
        out().print(BindingsText.table(List.of(found.get())));
        return DONE;
    }
}
