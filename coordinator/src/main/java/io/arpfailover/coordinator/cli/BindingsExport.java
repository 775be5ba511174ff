package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.binding.Binding;
import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.zookeeper.BindingStore;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code coordinator bindings CLUSTER export}. */
@Command(name = "export", description = "Writes all of them in the form that import reads.")
final class BindingsExport extends BindingsStep {
    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Default: standard output.")
    private Optional<Path> file;

    @Override
    int perform(BindingStore bindings, BindingAuthor author) throws StoreException, InterruptedException {
        List<String> lines = ClusterWish.await(bindings.read()).sorted().stream()
                .map(BindingsExport::line)
                .toList();
        if (file.isEmpty()) {
            lines.forEach(out()::println);
            return DONE;
        }
        write(file.get(), lines);
        return done(lines.size() + " bindings are in " + file.get());
    }

    private static String line(Binding binding) {
        return (binding.address() + " " + binding.mac() + " " + binding.comment()).stripTrailing();
    }

    private void write(Path target, List<String> lines) {
        try {
            Files.write(target, lines);
        } catch (IOException e) {
            throw mistake(target + " cannot be written (" + e.getClass().getSimpleName()
                    + "); name a file in a folder that exists and that you may write to");
        }
    }
}
