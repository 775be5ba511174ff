package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program under test, as a process of its own; what it writes is kept in two files. Closing kills it. */
final class Program implements AutoCloseable {
    /** For what takes a second on an idle machine, with room for one that builds something else meanwhile. */
    static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Pattern LOG_LINE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+ .*");

    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it; it must not leave children behind, since only its own process is ended here. */
    static Program start(Path directory, List<String> command) {
        try {
            Path out = Files.createTempFile(directory, "out-", ".log");
            Path err = Files.createTempFile(directory, "err-", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            return new Program(process, out, err);
        } catch (IOException e) {
            throw new AssertionError(String.join(" ", command), e);
        }
    }

    /** Waits for a condition, longer than {@link #PATIENCE} in no case. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Lets this much time pass, in which nothing can be waited for. */
    static void elapse(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Waits until it has ended; the exit code. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + errors());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    List<String> output() {
        return lines(out);
    }

    /** Whatever it wrote to stderr: its log, and what it says to its user. */
    List<String> errors() {
        return lines(err);
    }

    /** What it says to its user: stderr without the log. */
    List<String> complaints() {
        return errors().stream()
                .filter(line -> !LOG_LINE.matcher(line).matches())
                .toList();
    }

    /** Asks it to end (SIGTERM), and waits. */
    int stop() {
        process.destroy();
        return exitCode();
    }

    /** Sends it a signal, such as STOP. */
    void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertEquals(0, code, "kill -" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    @Override
    public void close() {
        kill();
    }

    /** Complete lines only: the last one may be on its way. */
    private static List<String> lines(Path file) {
        try {
            String text = Files.readString(file);
            try (Stream<String> lines =
                    text.substring(0, text.lastIndexOf('\n') + 1).lines()) {
                return lines.toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
