package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.binding.Binding;
import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.binding.BindingChange;
import io.arpfailover.coordinator.binding.BindingWish;
import io.arpfailover.coordinator.binding.BoundAddress;
import io.arpfailover.coordinator.binding.BoundMac;
import io.arpfailover.coordinator.zookeeper.BindingStore;
import io.arpfailover.coordinator.zookeeper.BindingsWritten;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code coordinator bindings CLUSTER put}. */
@Command(name = "put", description = "Binds an address to a MAC.")
final class BindingsPut extends BindingsStep {
    @Parameters(index = "0", paramLabel = "IP", converter = AddressReader.class, description = "The address.")
    private BoundAddress address;

    @Parameters(index = "1", paramLabel = "MAC", converter = MacReader.class, description = "The MAC.")
    private BoundMac mac;

    @Option(names = "--comment", paramLabel = "TEXT", description = "For people; at most 80 characters.")
    private Optional<String> comment;

    @Option(names = "--replace", description = "Also when the address is bound to another MAC.")
    private boolean replace;

    @Override
    int perform(BindingStore bindings, BindingAuthor author) throws StoreException, InterruptedException {
        BindingsWritten written = ClusterWish.await(bindings.write(author, List.of(wish())));
        return written.isDone()
                ? done(address + " is bound to " + mac + before(written))
                : refused(why(written.refusals().get(0)));
    }

    private BindingWish wish() {
        BindingWish.Mode mode = replace ? BindingWish.Mode.REPLACE : BindingWish.Mode.ADD;
        try {
            return new BindingWish.Put(address, mac, comment, mode);
        } catch (IllegalArgumentException e) {
            throw mistake("--comment: " + e.getMessage());
        }
    }

    private String before(BindingsWritten written) {
        if (written.changes().isEmpty()) {
            return ", as it was";
        }
        return written.changes().stream()
                .findFirst()
                .flatMap(BindingChange::before)
                .map(Binding::mac)
                .filter(earlier -> !earlier.equals(mac))
                .map(earlier -> ", no longer to " + earlier)
                .orElse("");
    }
}
