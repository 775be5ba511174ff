package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.ArpView;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The findings of one turn, as far as they may be told; nothing is made of those that may not. One thread. */
final class Told {
    private static final long NOBODY = 0;
    private static final int NO_IP = 0;

    private final ArpView view;
    private final Reports reports;
    private final List<Finding> findings = new ArrayList<>();
    private final Tally<FindingKind> counts = new Tally<>(FindingKind.class);
    private long tellAgain;

    Told(ArpView view, Reports reports) {
        this.view = view;
        this.reports = reports;
    }

    void tellAgainAfter(long nanos) {
        tellAgain = nanos;
    }

    /** About the frame in view. */
    void aboutFrame(FindingKind kind, Verdict verdict, long before, MonotonicTime now) {
        if (reports.mayTell(kind, verdict, view.senderIp(), view.senderMac(), now.nanos(), tellAgain)) {
            add(kind, verdict, view.senderIp(), view.senderMac(), view.source(), before, now);
        }
    }

    /**
     * About a claim that is neither member's: once for each third station, so that one that copies a member is not hidden
     * behind another that did.
     */
    void aboutThird(boolean copiesMember, long before, MonotonicTime now) {
        long third = copiesMember ? view.source() : view.senderMac();
        if (reports.mayTell(FindingKind.SPOOF, Verdict.SPOOFED, view.senderIp(), third, now.nanos(), tellAgain)) {
            add(FindingKind.SPOOF, Verdict.SPOOFED, view.senderIp(), view.senderMac(), view.source(), before, now);
        }
    }

    /** About the station that sent the frame in view, whatever address it claims. */
    void aboutSource(FindingKind kind, Verdict verdict, MonotonicTime now) {
        if (reports.mayTell(kind, verdict, NO_IP, view.source(), now.nanos(), tellAgain)) {
            add(kind, verdict, view.senderIp(), view.senderMac(), view.source(), NOBODY, now);
        }
    }

    /** About a member of the pair; a move happens once, so each one is told. */
    void aboutMember(FindingKind kind, Verdict verdict, int ip, long mac, long before, MonotonicTime now) {
        long again = kind == FindingKind.AUTHORISED_MOVE ? 0 : tellAgain;
        if (reports.mayTell(kind, verdict, ip, mac, now.nanos(), again)) {
            add(kind, verdict, ip, mac, mac, before, now);
        }
    }

    /** All of this turn; it begins anew. */
    List<Finding> take() {
        if (findings.isEmpty()) {
            return List.of();
        }
        List<Finding> taken = List.copyOf(findings);
        findings.clear();
        return taken;
    }

    Map<FindingKind, Long> counts() {
        return counts.snapshot();
    }

    long suppressed() {
        return reports.suppressed();
    }

    private void add(FindingKind kind, Verdict verdict, int ip, long mac, long source, long before, MonotonicTime now) {
        counts.count(kind);
        Optional<MacAddress> other = before == NOBODY ? Optional.empty() : Optional.of(new MacAddress(before));
        findings.add(new Finding(
                kind, now, new Ipv4Address(ip), new MacAddress(mac), new MacAddress(source), other, verdict));
    }
}
