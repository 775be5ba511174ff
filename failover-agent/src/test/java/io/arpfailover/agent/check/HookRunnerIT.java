package io.arpfailover.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.coordinator.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's programs as real processes. */
class HookRunnerIT {
    private final BlockingQueue<HookEnd> ends = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    @Test
    void theyRunInOrderAndKnowWhatHappened() throws Exception {
        Path program = program("hook", "echo $KIND $MAC");
        try (HookRunner hooks = runner(2)) {
            run(hooks, call("first", program, Map.of("KIND", "spoof", "MAC", "02:00:0a:4d:00:0a")));
            run(hooks, call("second", program("other", "echo other $KIND"), Map.of("KIND", "denied")));
            assertEquals(CheckResult.passed("first", "spoof 02:00:0a:4d:00:0a"), next().result());
            assertEquals(CheckResult.passed("second", "other denied"), next().result());
        }
    }

    @Test
    void theyReadWhatTheyAreToldFromItsStart() throws Exception {
        String much = "0123456789".repeat(20_000);
        try (HookRunner hooks = runner(2)) {
            Path counting = program("count", "wc -c");
            run(hooks, new TestCall("counts", counting, Duration.ofSeconds(20), true, Map.of(), much));
            Path deaf = program("deaf", "echo deaf");
            run(hooks, new TestCall("reads nothing", deaf, Duration.ofSeconds(20), true, Map.of(), much));
            assertEquals(CheckResult.passed("counts", "200000"), next().result());
            assertEquals(CheckResult.passed("reads nothing", "deaf"), next().result());
        }
    }

    @Test
    void whatTakesTooLongIsEndedWithItsChildrenAndTheNextOneRuns() throws Exception {
        Path child = directory.resolve("child");
        Path slow = program("slow", "sleep 60 & echo $! > " + child + "; wait");
        try (HookRunner hooks = runner(2)) {
            run(hooks, new TestCall("slow", slow, Duration.ofSeconds(2), true, Map.of(), ""));
            run(hooks, call("quick", program("quick", "exit 0"), Map.of()));
            HookEnd end = next();
            assertEquals("slow", end.call().name());
            assertTrue(end.killed(), end.toString());
            assertTrue(end.result().text().endsWith("took longer than 2000 ms and was killed"), end.toString());
            assertTrue(end.took().compareTo(Duration.ofSeconds(2)) >= 0, end.toString());
            assertFalse(isAlive(child), "the child outlives it");
            assertEquals(CheckResult.passed("quick", ""), next().result());
        }
    }

    @Test
    void ofManyTheLastStateIsRun() throws Exception {
        Path program = program("hook", "echo $0; sleep 2");
        try (HookRunner hooks = runner(1)) {
            run(hooks, call("runs", program, Map.of()));
            Optional<HookCall> dropped = Optional.empty();
            for (String name : List.of("waits", "comes later", "comes last")) {
                dropped = hooks.run(call(name, program, Map.of()));
            }
            assertEquals(Optional.of("comes later"), dropped.map(HookCall::name));
            HookEnd last = next();
            while (!last.call().name().equals("comes last")) {
                last = next();
            }
            assertTrue(last.result().passed(), last.toString());
        }
    }

    @Test
    void whenItClosesPatientlyWhatWaitsIsRunFirst() throws Exception {
        Path program = program("hook", "sleep 0.2");
        HookRunner hooks = runner(4);
        run(hooks, call("first", program, Map.of()));
        run(hooks, call("second", program, Map.of()));
        hooks.close(Duration.ofSeconds(30));
        assertTrue(next().result().passed());
        assertTrue(next().result().passed());
    }

    @Test
    void whenPatienceEndsWhatRunsIsKilled() throws Exception {
        Path child = directory.resolve("child");
        HookRunner hooks = runner(4);
        run(hooks, call("slow", program("slow", "sleep 60 & echo $! > " + child + "; wait"), Map.of()));
        run(hooks, call("never", program("never", "exit 0"), Map.of()));
        hooks.close(Duration.ofSeconds(2));
        assertTrue(next().result().text().endsWith("was killed as the agent ended"));
        assertFalse(isAlive(child), "the child outlives it");
        assertTrue(ends.isEmpty(), ends.toString());
    }

    private static boolean isAlive(Path pidFile) throws IOException {
        long pid = Long.parseLong(Files.readString(pidFile).strip());
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
                && !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    }

    private static void run(HookRunner hooks, HookCall call) {
        assertEquals(Optional.empty(), hooks.run(call));
    }

    private HookEnd next() throws InterruptedException {
        HookEnd end = ends.poll(30, TimeUnit.SECONDS);
        assertNotNull(end, "nothing has ended");
        return end;
    }

    private static HookCall call(String name, Path program, Map<String, String> environment) {
        return new TestCall(name, program, Duration.ofSeconds(20), true, environment, "");
    }

    private HookRunner runner(int waiting) {
        return new HookRunner(waiting, Clock.system(), ends::add);
    }

    private Path program(String name, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
