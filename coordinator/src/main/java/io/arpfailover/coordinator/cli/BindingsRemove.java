package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.binding.BindingWish;
import io.arpfailover.coordinator.binding.BoundAddress;
import io.arpfailover.coordinator.zookeeper.BindingStore;
import io.arpfailover.coordinator.zookeeper.BindingsWritten;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code coordinator bindings CLUSTER remove}. */
@Command(name = "remove", description = "Binds an address to nothing any more.")
final class BindingsRemove extends BindingsStep {
    @Parameters(index = "0", paramLabel = "IP", converter = AddressReader.class, description = "The address.")
    private BoundAddress address;

    @Override
    int perform(BindingStore bindings, BindingAuthor author) throws StoreException, InterruptedException {
        BindingsWritten written = ClusterWish.await(bindings.write(author, List.of(new BindingWish.Remove(address))));
        if (!written.isDone()) {
            return refused(why(written.refusals().get(0)));
        }
        return done(address + (written.changes().isEmpty() ? " was not bound" : " is not bound any more"));
    }
}
