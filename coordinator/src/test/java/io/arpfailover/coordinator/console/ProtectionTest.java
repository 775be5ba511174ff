package io.arpfailover.coordinator.console;

import static io.arpfailover.coordinator.console.Reports.A;
import static io.arpfailover.coordinator.console.Reports.B;
import static io.arpfailover.coordinator.console.Reports.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.console.Protection.Level;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtectionTest {
    @Test
    void aFitHeirThatIsPairedProtects() {
        assertEquals(new Protection(Level.PROTECTED, List.of()), Protection.of(Reports.held()));
    }

    @Test
    void nobodyHolds() {
        assertIs(Level.NO_HOLDER, "has no session", Reports.of(Mode.PAIRED, Intent.NONE, member(B, "")));
        ClusterReport fresh = new ClusterReport(
                Reports.held().name(),
                new VersionedTenure(Tenure.NONE, 0),
                List.of(member(A, "")),
                Intent.NONE,
                List.of(),
                List.of());
        assertIs(Level.NO_HOLDER, "Nobody holds the addresses yet", fresh);
    }

    @Test
    void nobodyWouldTakeOver() {
        assertIs(Level.UNPROTECTED, "No second server", Reports.of(Mode.SOLO, Intent.NONE, member(A, "")));
        assertIs(Level.UNPROTECTED, "Paused by root", pair(Mode.PAIRED, Intent.NONE.paused("root")));
        assertIs(Level.UNPROTECTED, "b is in maintenance", pair(Mode.PAIRED, Intent.NONE.inMaintenance(B)));
    }

    @Test
    void somebodyWouldButLateOrUnwell() {
        assertIs(Level.LIMITED, "are not paired", pair(Mode.SOLO, Intent.NONE));
        assertIs(
                Level.LIMITED,
                "b is not fit: no carrier",
                Reports.of(Mode.PAIRED, Intent.NONE, member(A, ""), member(B, "no carrier")));
        assertIs(
                Level.LIMITED,
                "a, which holds, is not fit: nginx",
                Reports.of(Mode.PAIRED, Intent.NONE, member(A, "nginx"), member(B, "")));
        assertIs(Level.LIMITED, "a is in maintenance and holds", pair(Mode.PAIRED, Intent.NONE.inMaintenance(A)));
    }

    @Test
    void whatCannotBeReadIsSaid() {
        ClusterReport held = Reports.held();
        ClusterReport unreadable = new ClusterReport(
                held.name(), held.tenure(), held.members(), held.intent(), List.of(), List.of("/x: not JSON"));
        assertIs(Level.LIMITED, "A record cannot be read: /x: not JSON", unreadable);
    }

    private static ClusterReport pair(Mode mode, Intent intent) {
        return Reports.of(mode, intent, member(A, ""), member(B, ""));
    }

    private static void assertIs(Level level, String because, ClusterReport cluster) {
        Protection found = Protection.of(cluster);
        assertEquals(level, found.level());
        assertTrue(found.because().get(0).contains(because), found::toString);
    }
}
