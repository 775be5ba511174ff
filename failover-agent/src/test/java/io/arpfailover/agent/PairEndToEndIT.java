package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pair in the lab, with a client behind a gateway: a power loss, a frozen agent, a planned switchover. */
class PairEndToEndIT {
    private static final double SESSION_MILLIS = 3_000;

    /**
     * Served again within the session and a second, on a machine of its own. Here a build may run beside it, and the
     * pair, ZooKeeper and their observers wait for a core in turn: half a second more.
     */
    private static final double MOST_MILLIS = SESSION_MILLIS + 1_000 + 500;

    private static final long BENCH_MINUTES = 3;

    @TempDir
    private Path directory;

    @Test
    void faultsMoveTheAddressAndNeverDoTwoServersOwnIt() throws IOException, InterruptedException {
        JsonNode found = bench("power-loss,stop,switchover");
        Map<String, JsonNode> runs = StreamSupport.stream(found.get("runs").spliterator(), false)
                .collect(Collectors.toMap(run -> run.get("fault").asText(), run -> run));
        assertEquals(3, runs.size(), found::toPrettyString);
        runs.values().forEach(PairEndToEndIT::assertSafe);
        assertTrue(found.get("safe").asBoolean(), found::toPrettyString);
        double outage = runs.get("power-loss").get("outageMs").asDouble();
        assertTrue(outage < MOST_MILLIS, () -> "outage after power loss: " + outage + " ms");
    }

    private static void assertSafe(JsonNode run) {
        assertTrue(run.path("error").isMissingNode(), run::toString);
        assertTrue(run.get("moved").asBoolean(), run::toString);
        assertTrue(run.get("recovered").asBoolean(), run::toString);
        JsonNode owners = run.get("twoOwners");
        assertEquals(0, owners.get("leaseMs").asDouble(), run::toString);
        assertEquals(0, owners.get("doubleAnswers").asInt(), run::toString);
        assertEquals(0, run.get("earlyFrames").asInt(), run::toString);
    }

    private JsonNode bench(String faults) throws IOException, InterruptedException {
        File json = directory.resolve("bench.json").toFile();
        File log = directory.resolve("bench.log").toFile();
        ProcessBuilder bench = new ProcessBuilder(
                Path.of("..", "examples", "lab", "bench").toAbsolutePath().toString(),
                "-n",
                "1",
                "--faults",
                faults,
                "--json",
                json.getPath());
        bench.environment().put("LAB_BUILD", "never");
        Process process = bench.redirectErrorStream(true).redirectOutput(log).start();
        try {
            assertTrue(process.waitFor(BENCH_MINUTES, TimeUnit.MINUTES), () -> "still running: " + text(log.toPath()));
            assertEquals(0, process.exitValue(), () -> text(log.toPath()));
        } finally {
            process.destroy(); // SIGTERM, on which the lab takes itself away
            process.waitFor();
        }
        return new ObjectMapper().readTree(json);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
