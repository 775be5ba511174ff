package io.arpfailover.coordinator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNoticeTest {
    @TempDir
    private Path directory;

    @Test
    void withoutAManagerNothingIsRun() {
        assertTrue(new ServiceNotice(false, "/nonexistent").ready("serves"));
        assertTrue(ServiceNotice.of(Map.of()).ready("serves"));
    }

    @Test
    void theManagerIsToldByAProgram() throws IOException {
        Path said = directory.resolve("said");
        Path program = Files.writeString(directory.resolve("notify"), "#!/bin/sh\necho \"$@\" > " + said + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        assertTrue(new ServiceNotice(true, program.toString()).ready("serves on 2181"));
        assertEquals("--ready --status=serves on 2181\n", Files.readString(said));
    }

    @Test
    void aProgramThatIsMissingOrFailsIsTold() {
        assertFalse(new ServiceNotice(true, "/nonexistent").ready("serves"));
        assertFalse(new ServiceNotice(true, "/bin/false").ready("serves"));
    }
}
