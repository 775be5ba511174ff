package io.arpfailover.coordinator.tenure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tlc2.TLC;

/** TLC, in a process of its own because it keeps its state in static fields. Everything it writes is under target. */
final class ModelChecker {
    private static final Path OUTPUT = Path.of("target/tla").toAbsolutePath();
    private static final Pattern STATES = Pattern.compile("(\\d+) states generated, (\\d+) distinct states found");
    private static final int HOLDS = 0;
    private static final int INVARIANT_VIOLATED = 12;

    /** What TLC found. */
    enum Outcome {
        /** Every reachable state was seen, and the invariant held in each. */
        HOLDS,
        /** A state was reached in which the invariant does not hold. */
        VIOLATED
    }

    /**
     * What a run told.
     *
     * @param states different states that were seen
     */
    record Verdict(Outcome outcome, long states, Duration took) {
        @Override
        public String toString() {
            return outcome + ", " + states + " states, " + took.toMillis() + " ms";
        }
    }

    private ModelChecker() {}

    /** Compiles well, which pays in a run of minutes. */
    private static final List<String> THOROUGH = List.of("-XX:+UseParallelGC");

    /** Compiles soon: a run that ends at the first wrong state is over before better code would pay. */
    private static final List<String> HASTY = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Reads every reachable state of the model, in which nothing should be wrong. */
    static Verdict everyState(String name, Model model, Duration limit) throws Exception {
        return check(name, model, THOROUGH, limit);
    }

    /** Reads the states of the model up to the first that is wrong. */
    static Verdict firstWrongState(String name, Model model, Duration limit) throws Exception {
        return check(name, model, HASTY, limit);
    }

    private static Verdict check(String name, Model model, List<String> options, Duration limit) throws Exception {
        Path directory = OUTPUT.resolve(name);
        Path log = directory.resolve("tlc.log");
        model.writeTo(directory);
        long start = System.nanoTime();
        int exit = run(command(directory, options), directory, log, limit);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String said = Files.readString(log);
        return new Verdict(outcome(exit, log), states(said), took);
    }

    private static int run(List<String> command, Path directory, Path log, Duration limit) throws Exception {
        Process tlc = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!tlc.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("TLC was not done after " + limit + "; see " + log);
            }
            return tlc.exitValue();
        } finally {
            tlc.destroyForcibly();
        }
    }

    private static List<String> command(Path directory, List<String> options) throws Exception {
        Path jar = Path.of(
                TLC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Xmx1g", "-cp", jar.toString()));
        command.add("-Djava.io.tmpdir=" + directory); // TLC unpacks its standard modules there.
        command.addAll(List.of("tlc2.TLC", "-workers", "2"));
        command.addAll(List.of("-metadir", directory.resolve("states").toString(), "Takeover.tla"));
        return command;
    }

    private static Outcome outcome(int exit, Path log) {
        return switch (exit) {
            case HOLDS -> Outcome.HOLDS;
            case INVARIANT_VIOLATED -> Outcome.VIOLATED;
            default -> throw new AssertionError("TLC failed with exit code " + exit + "; see " + log);
        };
    }

    private static long states(String said) {
        Matcher count = STATES.matcher(said);
        long states = 0;
        while (count.find()) {
            states = Long.parseLong(count.group(2));
        }
        return states;
    }
}
