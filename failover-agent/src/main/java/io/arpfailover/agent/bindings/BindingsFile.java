package io.arpfailover.agent.bindings;

import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.config.Position;
import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.binding.BindingLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A file of bindings, read in one go: at most 100,000 lines and 16 MiB, whatever is in them. */
public final class BindingsFile {
    static final int MOST_LINES = BindingLines.MOST_LINES;
    static final int MOST_OCTETS = 16 * 1024 * 1024;
    /** As many as a person mends before reading anew. */
    static final int MOST_PROBLEMS = BindingLines.MOST_PROBLEMS;

    private BindingsFile() {}

    /** Reads a file; that it does not exist, or cannot be read, is a problem like others. */
    public static BindingsReading read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return reading(file, stream.readNBytes(MOST_OCTETS + 1));
        } catch (NoSuchFileException e) {
            return refused(file, "does not exist; name the file with your bindings, or make it");
        } catch (IOException e) {
            return refused(file, "cannot be read; check that it is a file and who may read it");
        }
    }

    /** What is wrong with a file, in the order of the file. */
    public static List<ConfigProblem> problems(Path file) {
        return read(file) instanceof BindingsReading.Invalid invalid ? invalid.problems() : List.of();
    }

    private static BindingsReading reading(Path file, byte[] octets) {
        if (octets.length > MOST_OCTETS) {
            return refused(file, "is longer than " + MOST_OCTETS + " octets; is it a file of bindings?");
        }
        List<String> text = new String(octets, StandardCharsets.UTF_8)
                .lines()
                .limit(MOST_LINES + 1L)
                .toList();
        if (text.size() > MOST_LINES) {
            return refused(file, "has more than " + MOST_LINES + " lines; share so many bindings through ZooKeeper");
        }
        BindingLines read = BindingLines.read(text, BindingLines.Comments.PASSED_OVER);
        return read instanceof BindingLines.Right right
                ? new BindingsReading.Valid(
                        right.lines().stream().map(BindingsFile::binding).toList())
                : new BindingsReading.Invalid(((BindingLines.Wrong) read)
                        .problems().stream()
                                .map(problem -> problem(file, problem))
                                .toList());
    }

    private static Binding binding(BindingLines.Line line) {
        return new Binding(
                new Ipv4Address(line.address().bits()),
                new MacAddress(line.mac().bits()));
    }

    private static ConfigProblem problem(Path file, BindingLines.Problem problem) {
        return new ConfigProblem(file, new Position(problem.line(), problem.column()), "", problem.what());
    }

    private static BindingsReading refused(Path file, String message) {
        return new BindingsReading.Invalid(List.of(new ConfigProblem(file, Position.WHOLE_FILE, "", message)));
    }
}
