package io.arpfailover.agent.fuzz;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jazzer on each target for a quarter of a minute, in a JVM of its own. What it finds fails the build, with the input.
 *
 * <p>It begins with the inputs that are kept, and keeps nothing itself: what it found belongs into the corpus by hand.
 */
class FuzzIT {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 15));
    /** For its start, the instrumentation and the last input, on a machine that builds something else meanwhile. */
    private static final Duration BESIDES = Duration.ofMinutes(3);

    private static final int LARGEST_INPUT = 4096;

    @TempDir
    private Path directory;

    static Stream<Class<?>> targets() {
        return Targets.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void nothingIsFound(Class<?> target) throws IOException, InterruptedException {
        Path found = Files.createDirectory(directory.resolve("found"));
        Path grown = Files.createDirectory(directory.resolve("grown"));
        Path log = directory.resolve("log");
        Process jazzer = new ProcessBuilder(command(target, found, grown))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = jazzer.waitFor(TIME.plus(BESIDES).toSeconds(), TimeUnit.SECONDS);
        jazzer.destroyForcibly().waitFor();
        if (!ended || jazzer.exitValue() != 0) {
            fail(target.getSimpleName() + (ended ? "" : " did not end") + inputs(found) + "\n" + Files.readString(log));
        }
    }

    /** New inputs go into the first directory only. Its detectors for programs with a database or a shell stay off. */
    private static List<String> command(Class<?> target, Path found, Path grown) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=io.arpfailover.**",
                "--custom_hook_includes=io.arpfailover.**",
                "--reproducer_path=" + found,
                "-artifact_prefix=" + found + "/",
                "-max_total_time=" + TIME.toSeconds(),
                "-max_len=" + LARGEST_INPUT,
                "-timeout=5",
                grown.toString(),
                Targets.corpusOf(target).toString());
    }

    private static String inputs(Path found) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(found)) {
            for (Path file :
                    files.filter(path -> !path.toString().endsWith(".java")).toList()) {
                text.append("; input ").append(HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return text.toString();
    }
}
