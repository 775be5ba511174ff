package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.binding.Binding;
import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.zookeeper.BindingStore;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coordinator bindings CLUSTER list}. */
@Command(name = "list", description = "Lists all of them, by address.")
final class BindingsList extends BindingsStep {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    int perform(BindingStore bindings, BindingAuthor author) throws StoreException, InterruptedException {
        List<Binding> all = ClusterWish.await(bindings.read()).sorted();
        out().print(json ? BindingsText.json(cluster(), all) : BindingsText.table(all));
        return DONE;
    }
}
