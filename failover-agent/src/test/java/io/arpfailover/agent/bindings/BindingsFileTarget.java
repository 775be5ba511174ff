package io.arpfailover.agent.bindings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fuzzed: a file of any octets is bindings or a bounded list of problems, never an exception. */
public final class BindingsFileTarget {
    private static final Path FILE = temporary();

    private BindingsFileTarget() {}

    /** The name by which Jazzer finds it. */
    public static void fuzzerTestOneInput(byte[] octets) throws IOException {
        Files.write(FILE, octets);
        if (BindingsFile.read(FILE) instanceof BindingsReading.Invalid invalid
                && invalid.problems().size() > BindingsFile.MOST_PROBLEMS + 1) {
            throw new AssertionError(invalid.problems().size() + " problems");
        }
    }

    private static Path temporary() {
        try {
            Path file = Files.createTempFile("bindings-", ".txt");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
