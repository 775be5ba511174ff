package io.arpfailover.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "0::/system.slice/failover-agent.service, failover-agent.service",
        "0::/system.slice/system-failover\\x2dagent.slice/failover-agent@web.service, failover-agent@web.service",
        "0::/system.slice/failover-agent.service/main, failover-agent.service",
        "1:name=systemd:/system.slice/a.service, a.service",
        "0::/user.slice/user-0.slice/user@0.service/app.slice/mine.service, mine.service"
    })
    void theUnitWeRunIn(String cgroup, String unit) {
        assertEquals(Optional.of(unit), ServiceRestart.unit(cgroup + "\n"));
    }

    @Test
    void ofSeveralHierarchiesTheOneThatNamesIt() {
        assertEquals(
                Optional.of("a.service"),
                ServiceRestart.unit("12:cpu:/\n1:name=systemd:/system.slice/a.service\n0::/\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0::/\n", "0::/user.slice/user-0.slice/session-3.scope\n", "0::/.service\n", "nonsense"})
    void noUnit(String cgroup) {
        assertEquals(Optional.empty(), ServiceRestart.unit(cgroup));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4711 a.service restart running\n",
                "4711 a.service try-restart waiting",
                "  4710 b.service stop  running\n  4711 a.service restart running\n"
            })
    void aRestart(String jobs) {
        assertTrue(ServiceRestart.isRestart(jobs, "a.service"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "No jobs running.\n",
                "4711 a.service stop running\n",
                "4711 b.service restart running\n",
                "4711 a.service\n",
                "restart restart restart\n"
            })
    void noRestart(String jobs) {
        assertFalse(ServiceRestart.isRestart(jobs, "a.service"));
    }

    @Test
    void theJobsAreAskedForOurUnit() throws IOException {
        Path cgroup = cgroup("0::/system.slice/a.service\n");
        assertTrue(new ServiceRestart(cgroup, List.of(program("echo 1 $1 restart running")), PATIENCE).isUnderWay());
        assertFalse(new ServiceRestart(cgroup, List.of(program("echo 1 $1 stop running")), PATIENCE).isUnderWay());
    }

    @Test
    void whereThereIsNoSystemdItIsNoRestart() throws IOException {
        Path cgroup = cgroup("0::/system.slice/a.service\n");
        assertFalse(new ServiceRestart(cgroup, List.of("/no/such/program"), PATIENCE).isUnderWay());
        assertFalse(new ServiceRestart(directory.resolve("none"), List.of("true"), PATIENCE).isUnderWay());
        assertFalse(new ServiceRestart(cgroup("0::/\n"), List.of(program("echo 1 $1 restart")), PATIENCE).isUnderWay());
    }

    @Test
    void aProgramThatHangsIsNotWaitedFor() throws IOException {
        Path cgroup = cgroup("0::/system.slice/a.service\n");
        String hangs = program("echo 1 $1 restart running; exec sleep 60");
        assertFalse(new ServiceRestart(cgroup, List.of(hangs), Duration.ofMillis(50)).isUnderWay());
    }

    private Path cgroup(String text) throws IOException {
        return Files.writeString(directory.resolve("cgroup"), text);
    }

    private String program(String line) throws IOException {
        Path file = Files.writeString(directory.resolve("program"), "#!/bin/sh\n" + line + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }
}
