package io.arpfailover.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigurationFile;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.control.ControlResponse.Reloaded;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private static final String TEXT = """
            cluster: web
            node: a
            interface: lan0
            addresses: [10.77.0.100/24]
            zookeeper: {connect: "10.79.0.10:2181"}
            """;

    @TempDir
    private Path directory;

    private final List<AgentConfiguration> followed = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Reload reload;

    @BeforeEach
    void started() throws IOException {
        write(TEXT);
        ConfigurationReading.Valid valid = ConfigurationFile.read(file())
                .map(Optional::of, invalid -> Optional.<ConfigurationReading.Valid>empty())
                .orElseThrow(NoSuchElementException::new);
        reload = new Reload(
                valid.configuration(),
                () -> ConfigurationFile.read(file()),
                List.of(followed::add),
                new Supervisor(told::add, Optional.empty()),
                () -> new MonotonicTime(1_000_000));
    }

    @Test
    void theSameFileChangesNothing() {
        assertEquals(new Reloaded(List.of(), List.of(), List.of()), reload.run());
        assertEquals(List.of(), followed);
        assertEquals(List.of("RELOADING=1\nMONOTONIC_USEC=1000", "READY=1"), told);
    }

    @Test
    void whatCanChangeDoesAndTheRestIsNamedUntilARestart() throws IOException {
        write(TEXT + """
                health: {checks: [{name: web, tcp: "127.0.0.1:80"}]}
                moves: {perHour: 3}
                timing: fast
                """);
        assertEquals(
                new Reloaded(List.of(), List.of("moves.perHour", "health.checks"), List.of("timing.promise")),
                reload.run());
        assertEquals(3, followed.get(0).movesPerHour());
        assertEquals(new Reloaded(List.of(), List.of(), List.of("timing.promise")), reload.run());
        assertEquals(1, followed.size());
        write(TEXT);
        assertEquals(new Reloaded(List.of(), List.of("moves.perHour", "health.checks"), List.of()), reload.run());
    }

    @Test
    void aMistakeChangesNothingAndEachIsNamed() throws IOException {
        write(TEXT + "moves: {perHour: many}\nwhere: there\n");
        Reloaded answer = reload.run();
        assertEquals(2, answer.problems().size(), answer::toString);
        assertEquals(List.of(), answer.applied());
        assertEquals(List.of(), followed);
        assertEquals("READY=1", told.get(1));
    }

    @Test
    void systemdLearnsThatItIsOverWhateverHappens() {
        Reload broken = new Reload(
                null,
                () -> {
                    throw new IllegalStateException("a bug for this test");
                },
                List.of(),
                new Supervisor(told::add, Optional.empty()),
                () -> new MonotonicTime(0));
        assertThrows(IllegalStateException.class, broken::run);
        assertEquals("READY=1", told.get(1));
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private Path file() {
        return directory.resolve("agent.yaml");
    }
}
