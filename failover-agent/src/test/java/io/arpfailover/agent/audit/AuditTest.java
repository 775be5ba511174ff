package io.arpfailover.agent.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditTest {
    private static final Ipv4Address IP = Ipv4Address.parse("10.0.0.5");

    /** A digit is the last octet of a MAC; a dash means that the place knows nothing, an x that nobody was asked. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // file | cluster | wire | kernel | agent | finding
                "- | 5 | 5   | 5 | 5 | none",
                "5 | 5 | 5   | - | - | none",
                "5 | - | x   | - | - | none",
                "- | 5 | x   | 5 | - | none",
                "- | - | x   | - | - | none",
                "- | 5 | 6   | - | - | MISMATCH",
                "- | 5 | 5   | 6 | - | MISMATCH",
                "- | 5 | 5   | 5 | 6 | MISMATCH",
                "5 | 6 | x   | - | - | MISMATCH",
                "- | 5 | -   | 6 | - | MISMATCH",
                "- | - | x   | 5 | 6 | MISMATCH",
                "- | 5 | 5 6 | - | - | TWO_ANSWERS",
                "- | 5 | 6 7 | 5 | - | TWO_ANSWERS",
                "- | - | 5 6 | - | - | TWO_ANSWERS",
                "- | 5 | -   | - | - | SILENT",
                "5 | 5 | -   | 5 | - | SILENT",
                "- | - | x   | 5 | - | UNBOUND",
                "- | - | x   | - | 5 | UNBOUND",
                "- | - | x   | 5 | 5 | UNBOUND",
            })
    void oneFindingForAnAddressAtMost(
            String file, String cluster, String wire, String kernel, String agent, String finding) {
        Audit audit = new Audit();
        tell(audit, Place.FILE, file);
        tell(audit, Place.CLUSTER, cluster);
        tell(audit, Place.WIRE, wire);
        tell(audit, Place.KERNEL, kernel);
        tell(audit, Place.AGENT, agent);
        if (!wire.equals("x")) {
            audit.asked(IP);
        }
        List<String> kinds =
                audit.findings().stream().map(found -> found.kind().name()).toList();
        assertEquals(finding.equals("none") ? List.of() : List.of(finding), kinds);
    }

    @ParameterizedTest
    @CsvSource({"TWO_ANSWERS, true, true", "MISMATCH, true, true", "SILENT, false, true", "UNBOUND, false, false"})
    void whatCountsAsDrift(FindingKind kind, boolean usually, boolean strictly) {
        assertEquals(usually, kind.isDrift(false));
        assertEquals(strictly, kind.isDrift(true));
    }

    @Test
    void aLineSaysWhatEveryPlaceSays() {
        Audit audit = new Audit();
        tell(audit, Place.KERNEL, "7");
        tell(audit, Place.WIRE, "6 5");
        tell(audit, Place.CLUSTER, "5");
        audit.says(Place.CLUSTER, Ipv4Address.parse("10.0.0.10"), mac("1"));
        audit.asked(Ipv4Address.parse("10.0.0.10"));
        audit.says(Place.KERNEL, Ipv4Address.parse("10.0.0.9"), mac("9"));
        assertEquals(
                List.of(
                        "10.0.0.5: binding says 02:00:00:00:00:05, wire says 02:00:00:00:00:05 and 02:00:00:00:00:06,"
                                + " kernel has 02:00:00:00:00:07",
                        "10.0.0.9: kernel has 02:00:00:00:00:09, not bound",
                        "10.0.0.10: binding says 02:00:00:00:00:01, nobody answers"),
                audit.findings().stream().map(Finding::line).toList());
        assertEquals(List.of(IP, Ipv4Address.parse("10.0.0.10")), audit.bound());
        assertEquals(3, audit.size());
    }

    private static void tell(Audit audit, Place place, String macs) {
        if (!macs.equals("-") && !macs.equals("x")) {
            for (String mac : macs.split(" ", -1)) {
                audit.says(place, IP, mac(mac));
            }
        }
    }

    private static MacAddress mac(String digit) {
        return MacAddress.parse("02:00:00:00:00:0" + digit);
    }
}
