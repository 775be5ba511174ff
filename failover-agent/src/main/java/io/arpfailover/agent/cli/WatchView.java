package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.agent.control.AgentStatus.CheckStatus;
import io.arpfailover.agent.control.AgentStatus.PathStatus;
import io.arpfailover.agent.control.AgentStatus.PeerStatus;
import io.arpfailover.agent.control.AgentStatus.PromisesStatus;
import io.arpfailover.agent.control.MoveReport;
import io.arpfailover.agent.control.Trouble;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A status on the live screen: who holds, how long the lease lasts, both members, then what is wrong and what happened.
 *
 * @param moves oldest first
 * @param fullLease what the lease's bar shows as full, milliseconds
 * @param zone the time zone of the reader
 */
record WatchView(AgentStatus status, List<MoveReport> moves, long fullLease, ZoneId zone) {
    private static final int BAR = 30;
    private static final int MOST_ADDRESSES = 6;
    private static final int MOST_MOVES = 5;

    /**
     * One line of the screen.
     *
     * @param text without control characters
     */
    record Line(Tone tone, String text) {}

    WatchView {
        moves = List.copyOf(moves);
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                Tone.TITLE,
                status.cluster() + " on " + status.node() + " is "
                        + status.state().toUpperCase(Locale.ROOT) + ": " + status.because()));
        lines.add(blank());
        lines.add(new Line(status.holder().isPresent() ? Tone.GOOD : Tone.BAD, row("holder", holder())));
        lines.add(lease());
        addAddresses(lines);
        addMembers(lines);
        status.health().forEach(check -> lines.add(check(check)));
        lines.add(zookeeper());
        addTroubles(lines);
        addMoves(lines);
        return lines;
    }

    private String holder() {
        return status.holder()
                        .map(name -> status.namesThisServer() ? name + " (this server)" : name)
                        .orElse("nobody")
                + ", epoch " + status.epoch() + ", " + status.mode();
    }

    private Line lease() {
        long left = status.leaseLeftMillis().orElse(0L);
        int filled = fullLease == 0 ? 0 : (int) Math.min(BAR, left * BAR / fullLease);
        String bar = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] ";
        boolean none = status.leaseLeftMillis().isEmpty();
        String text = none ? "none here" + promised() : String.format(Locale.ROOT, "%.2f s", left / 1000.0);
        return new Line(none ? Tone.FAINT : Tone.GOOD, row("lease", bar + text));
    }

    private String promised() {
        return status.promises()
                .flatMap(PromisesStatus::promiseLeftMillis)
                .map(left -> String.format(Locale.ROOT, "; promised for %.2f s not to take them", left / 1000.0))
                .orElse("");
    }

    private void addAddresses(List<Line> lines) {
        status.addresses().stream().limit(MOST_ADDRESSES).map(this::address).forEach(lines::add);
        int more = status.addresses().size() - MOST_ADDRESSES;
        if (more > 0) {
            lines.add(new Line(Tone.FAINT, row("", "and " + more + " more")));
        }
    }

    private Line address(AddressStatus address) {
        boolean bad = address.conflictMac().isPresent()
                || address.repointed().filter(repointed -> !repointed).isPresent();
        return new Line(
                bad ? Tone.BAD : Tone.PLAIN,
                row(
                        "address",
                        address.address() + "  " + address.state()
                                + address.repointed()
                                        .map(repointed -> repointed ? ", gateway repointed" : ", gateway not repointed")
                                        .orElse("")
                                + address.conflictMac()
                                        .map(mac -> ", also used by " + mac)
                                        .orElse("")));
    }

    private void addMembers(List<Line> lines) {
        boolean carrier = status.networkInterface().carrier();
        lines.add(new Line(
                carrier ? Tone.PLAIN : Tone.BAD,
                row(
                        "member",
                        status.node() + "  this server, "
                                + status.networkInterface().name() + (carrier ? ", carrier" : ", no carrier"))));
        lines.add(status.peer().map(WatchView::peer).orElse(new Line(Tone.BAD, row("member", "no other"))));
        status.promises().stream()
                .flatMap(promises -> promises.paths().stream())
                .map(WatchView::path)
                .forEach(lines::add);
    }

    private static Line peer(PeerStatus peer) {
        String can = peer.fit() ? "  could take over" : "  could not take over: " + peer.because();
        return new Line(peer.fit() ? Tone.PLAIN : Tone.BAD, row("member", peer.node() + can));
    }

    private static Line path(PathStatus path) {
        String heard =
                path.heardMillisAgo().map(ago -> "heard " + ago + " ms ago").orElse("silent");
        return new Line(
                path.heardMillisAgo().isPresent() ? Tone.PLAIN : Tone.BAD,
                row("", path.local() + " <- " + path.remote().orElse("?") + "  " + heard));
    }

    private static Line check(CheckStatus check) {
        String text = check.name() + " (" + check.level() + ")  " + check.state()
                + (check.text().isEmpty() ? "" : ": " + check.text());
        return new Line(check.state().equals("failing") ? Tone.BAD : Tone.PLAIN, row("check", text));
    }

    private Line zookeeper() {
        boolean connected = status.zookeeper().connected();
        String session = status.zookeeper()
                .sessionMillis()
                .map(millis -> ", session " + millis + " ms")
                .orElse("");
        return new Line(
                connected ? Tone.PLAIN : Tone.BAD,
                row("zookeeper", (connected ? "connected" : "no contact") + session));
    }

    private void addTroubles(List<Line> lines) {
        List<Trouble> troubles = Trouble.in(status);
        if (!troubles.isEmpty()) {
            lines.add(blank());
        }
        troubles.forEach(trouble -> lines.add(new Line(Tone.BAD, "! " + trouble.what() + ": " + trouble.remedy())));
    }

    private void addMoves(List<Line> lines) {
        lines.add(blank());
        lines.add(new Line(Tone.FAINT, moves.isEmpty() ? "no moves on record" : "moves, the last first"));
        for (int back = 1; back <= Math.min(MOST_MOVES, moves.size()); back++) {
            MoveReport move = moves.get(moves.size() - back);
            MoveView view = new MoveView(move, zone);
            lines.add(new Line(Tone.PLAIN, "  epoch " + move.epoch() + "  " + view.summary()));
            lines.add(new Line(Tone.FAINT, "    " + view.phases()));
        }
    }

    private static Line blank() {
        return new Line(Tone.PLAIN, "");
    }

    private static String row(String name, String value) {
        return String.format("  %-10s %s", name, value);
    }
}
