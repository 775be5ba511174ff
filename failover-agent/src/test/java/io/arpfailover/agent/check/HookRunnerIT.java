package io.arpfailover.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.health.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's program as a real process. */
class HookRunnerIT {
    private final BlockingQueue<CheckResult> results = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    @Test
    void itRunsInOrderAndKnowsWhatHappened() throws Exception {
        try (HookRunner hook = hook("echo $KIND $MAC", Duration.ofSeconds(20))) {
            assertTrue(hook.run("first", Map.of("KIND", "spoof", "MAC", "02:00:0a:4d:00:0a")));
            assertTrue(hook.run("second", Map.of("KIND", "denied")));
            assertEquals(CheckResult.passed("first", "spoof 02:00:0a:4d:00:0a"), next());
            assertEquals(CheckResult.passed("second", "denied"), next());
        }
    }

    @Test
    void whatTakesTooLongIsEndedAndTheNextOneRuns() throws Exception {
        try (HookRunner hook = hook("[ $KIND = quick ] || sleep 60", Duration.ofSeconds(3))) {
            assertTrue(hook.run("slow", Map.of("KIND", "slow")));
            assertTrue(hook.run("quick", Map.of("KIND", "quick")));
            assertEquals("slow", next().name());
            assertEquals(CheckResult.passed("quick", ""), next());
        }
    }

    @Test
    void whatFindsNoRoomIsNotRun() throws Exception {
        try (HookRunner hook = hook("sleep 60", Duration.ofSeconds(60))) {
            assertTrue(hook.run("runs", Map.of()));
            assertTrue(hook.run("waits", Map.of()));
            boolean room = hook.run("third", Map.of()) && hook.run("fourth", Map.of());
            assertFalse(room);
        }
    }

    private CheckResult next() throws InterruptedException {
        CheckResult result = results.poll(30, TimeUnit.SECONDS);
        assertTrue(result != null, "no result");
        return result;
    }

    private HookRunner hook(String script, Duration limit) throws IOException {
        Path file = Files.writeString(directory.resolve("hook"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new HookRunner(file, limit, 1, results::add);
    }
}
