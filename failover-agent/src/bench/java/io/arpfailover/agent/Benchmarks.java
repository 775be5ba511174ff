package io.arpfailover.agent;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks whose names match, and prints a line for each: time of one operation and what it allocates.
 *
 * <p>All run in a JVM set up like the agent's. A benchmark is any class here with methods for JMH to find, measured in
 * nanoseconds on average. Many short measurements, since another program that takes the processor spoils those it
 * meets: the best is what the code costs, the median tells how busy the machine was.
 */
public final class Benchmarks {
    private static final String[] LIKE_THE_AGENT = {"-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1"};
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String LINE = "%-44s %10s %10s %12s%n";

    private Benchmarks() {}

    /** Takes one argument, a regular expression. */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(args[0])
                        .jvmArgs(LIKE_THE_AGENT)
                        .forks(1)
                        .warmupIterations(10)
                        .warmupTime(TimeValue.milliseconds(100))
                        .measurementIterations(30)
                        .measurementTime(TimeValue.milliseconds(100))
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        System.out.printf(LINE, "one operation", "best ns", "median ns", "octets made");
        results.forEach(Benchmarks::print);
    }

    private static void print(RunResult result) {
        List<Double> times = times(result).sorted().boxed().toList();
        System.out.printf(
                LINE,
                name(result.getParams()),
                rounded(times.get(0)),
                rounded(times.get(times.size() / 2)),
                Optional.ofNullable(result.getSecondaryResults().get(ALLOCATED))
                        .map(Result::getScore)
                        .map(Benchmarks::rounded)
                        .orElse("?"));
    }

    private static DoubleStream times(RunResult result) {
        return result.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .map(IterationResult::getPrimaryResult)
                .mapToDouble(Result::getScore);
    }

    private static String name(BenchmarkParams params) {
        String whole = params.getBenchmark();
        return whole.substring(whole.lastIndexOf('.', whole.lastIndexOf('.') - 1) + 1);
    }

    private static String rounded(double number) {
        return String.format("%.1f", number);
    }
}
