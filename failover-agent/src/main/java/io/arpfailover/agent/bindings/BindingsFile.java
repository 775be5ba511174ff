package io.arpfailover.agent.bindings;

import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.config.Position;
import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.wire.Ipv4Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pass over a file of bindings. At most 100,000 lines and 16 MiB, whatever is in them. */
public final class BindingsFile {
    static final int MOST_LINES = 100_000;
    static final long MOST_OCTETS = 16L * 1024 * 1024;
    /** As many as a person mends before reading anew. */
    static final int MOST_PROBLEMS = 20;

    private record Place(Binding binding, int line) {}

    private final Path file;
    private final Map<Ipv4Address, Place> places = new HashMap<>();
    private final List<Binding> bindings = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();

    private BindingsFile(Path file) {
        this.file = file;
    }

    /** Reads a file; that it does not exist, or cannot be read, is a problem like others. */
    public static BindingsReading read(Path file) {
        BindingsFile reader = new BindingsFile(file);
        try {
            reader.readLines();
        } catch (NoSuchFileException e) {
            reader.refuse("does not exist; name the file with your bindings, or make it");
        } catch (IOException e) {
            reader.refuse("cannot be read; check that it is a file and who may read it");
        }
        return reader.problems.isEmpty()
                ? new BindingsReading.Valid(reader.bindings)
                : new BindingsReading.Invalid(reader.problems);
    }

    /** What is wrong with a file, in the order of the file. */
    public static List<ConfigProblem> problems(Path file) {
        return read(file) instanceof BindingsReading.Invalid invalid ? invalid.problems() : List.of();
    }

    private void readLines() throws IOException {
        if (Files.size(file) > MOST_OCTETS) {
            refuse("is longer than " + MOST_OCTETS + " octets; is it a file of bindings?");
            return;
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine();
                    line != null && problems.size() < MOST_PROBLEMS;
                    line = lines.readLine()) {
                number++;
                if (number > MOST_LINES) {
                    refuse("has more than " + MOST_LINES + " lines; share so many bindings through ZooKeeper");
                    return;
                }
                take(new BindingsLine(line), number);
            }
        }
    }

    private void take(BindingsLine line, int number) {
        if (line.isEmpty()) {
            return;
        }
        Optional<BindingsLine.Flaw> flaw = line.flaw();
        if (flaw.isPresent()) {
            problem(number, flaw.get().column(), flaw.get().message());
        } else {
            take(line.binding(), line, number);
        }
    }

    private void take(Binding binding, BindingsLine line, int number) {
        Place before = places.putIfAbsent(binding.address(), new Place(binding, number));
        if (before == null) {
            bindings.add(binding);
        } else if (!before.binding().equals(binding)) {
            String both = binding.address() + " is bound to " + binding.mac() + " here and to "
                    + before.binding().mac() + " in line " + before.line() + "; remove one of the two lines";
            problem(number, line.addressColumn(), both);
        }
    }

    private void refuse(String message) {
        problems.add(new ConfigProblem(file, Position.WHOLE_FILE, "", message));
    }

    private void problem(int line, int column, String message) {
        problems.add(new ConfigProblem(file, new Position(line, column), "", message));
    }
}
