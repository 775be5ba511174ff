package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.binding.BindingChange.Kind;
import io.arpfailover.coordinator.binding.BindingLines;
import io.arpfailover.coordinator.binding.BindingWish;
import io.arpfailover.coordinator.binding.BoundAddress;
import io.arpfailover.coordinator.zookeeper.BindingStore;
import io.arpfailover.coordinator.zookeeper.BindingsWritten;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code coordinator bindings CLUSTER import}. */
@Command(
        name = "import",
        description = {
            "Takes over the bindings of a file: a line each, 'IP MAC [COMMENT]' or 'MAC IP [COMMENT]', # for remarks.",
            "All of them or none: a mistake in one line, or an address that is bound otherwise, and nothing is written.",
            "What is bound and not in the file stays."
        })
final class BindingsImport extends BindingsStep {
    private static final int MISTAKES = 2;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
    private Path file;

    @Option(names = "--replace", description = "Also when an address is bound to another MAC.")
    private boolean replace;

    @Override
    int perform(BindingStore bindings, BindingAuthor author) throws StoreException, InterruptedException {
        BindingLines read = BindingLines.read(text(), BindingLines.Comments.KEPT);
        if (read instanceof BindingLines.Right right) {
            return write(bindings, author, right.lines());
        }
        if (read instanceof BindingLines.Wrong wrong) {
            wrong.problems()
                    .forEach(problem ->
                            tellMistake(file + ":" + problem.line() + ":" + problem.column() + ": " + problem.what()));
        }
        return MISTAKES;
    }

    /** One line more than there may be, so that it shows. */
    private List<String> text() {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.limit(BindingLines.MOST_LINES + 1L).toList();
        } catch (IOException | UncheckedIOException e) {
            throw mistake(file + " cannot be read (" + e.getClass().getSimpleName()
                    + "); name a text file that exists and that you may read");
        }
    }

    private int write(BindingStore bindings, BindingAuthor author, List<BindingLines.Line> lines)
            throws StoreException, InterruptedException {
        BindingWish.Mode mode = replace ? BindingWish.Mode.REPLACE : BindingWish.Mode.ADD;
        List<BindingWish> wishes = lines.stream()
                .<BindingWish>map(line -> new BindingWish.Put(line.address(), line.mac(), line.comment(), mode))
                .toList();
        BindingsWritten written = ClusterWish.await(bindings.write(author, wishes));
        String counts = written.count(Kind.ADDED) + " added, " + written.count(Kind.CHANGED) + " changed, "
                + (written.unchanged() + written.count(Kind.CONFIRMED)) + " unchanged";
        return written.isDone() ? done(counts) : refused(written, lines, counts);
    }

    private int refused(BindingsWritten written, List<BindingLines.Line> lines, String counts) {
        Map<BoundAddress, Integer> numbers =
                lines.stream().collect(Collectors.toMap(BindingLines.Line::address, BindingLines.Line::number));
        written.refusals().stream()
                .limit(BindingLines.MOST_PROBLEMS)
                .forEach(refusal -> tellMistake(file + ":" + numbers.get(refusal.address()) + ": " + why(refusal)));
        String rest = written.changes().isEmpty() ? "nothing was written" : "before that, " + counts;
        return refused(written.refusals().size() + " of " + lines.size() + " bindings; " + rest);
    }
}
