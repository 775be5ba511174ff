package io.arpfailover.coordinator.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.zookeeper.EnsembleSurvey.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client that is no member finds out. */
class SurveyTest {
    @TempDir
    private Path directory;

    private Lab lab;

    @BeforeEach
    void start() throws Exception {
        lab = new Lab(directory);
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    @Test
    void beforeTheFirstAgentThereAreNoRecords() throws Exception {
        EnsembleSurvey survey = survey(Optional.empty());
        assertEquals(Access.NO_RECORDS, survey.access());
        assertTrue(survey.cluster().isEmpty());
        assertEquals(Lab.SESSION, survey.session());
        assertFalse(survey.latency().isNegative());
    }

    @Test
    void withoutCredentialsTheRecordsAreOpen() throws Exception {
        lab.open().registered(Lab.member("a"));
        EnsembleSurvey survey = survey(Optional.empty());
        assertEquals(Access.OPEN, survey.access());
        assertEquals(List.of(), survey.refused());
    }

    @Test
    void withThemTheyAreTheirUsers() throws Exception {
        Optional<Path> ours = Optional.of(lab.authFile("agents:secret", "rw-------"));
        Optional<Path> others = Optional.of(lab.authFile("others:secret", "rw-------"));
        lab.open(ours, new RecordingListener()).registered(Lab.member("a"));
        assertEquals(Access.OURS, survey(ours).access());
        assertEquals(Access.DENIED, survey(others).access());
        assertEquals(Access.DENIED, survey(Optional.empty()).access());
    }

    @Test
    void whereNobodyAnswersItWaitsNoLongerThanItsPatience() {
        lab.stopServer();
        assertThrows(
                StoreException.class,
                () -> ClusterDirectory.open(lab.settings(Optional.empty()), Duration.ofMillis(200)));
    }

    private EnsembleSurvey survey(Optional<Path> authFile) throws Exception {
        try (ClusterDirectory directory = ClusterDirectory.open(lab.settings(authFile), Lab.SESSION)) {
            return directory.survey(Lab.WEB);
        }
    }
}
