package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.agent.control.AgentStatus.InterfaceStatus;
import io.arpfailover.agent.control.AgentStatus.PathStatus;
import io.arpfailover.agent.control.AgentStatus.PeerStatus;
import io.arpfailover.agent.control.AgentStatus.PromisesStatus;
import io.arpfailover.agent.control.Trouble;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A status for people, in at most 17 lines: what is wrong first, then who holds the addresses, then the rest.
 *
 * @param zone the time zone of the reader
 */
record StatusView(AgentStatus status, ZoneId zone) {
    private static final int MOST_TROUBLES = 3;
    private static final int MOST_ADDRESSES = 3;
    private static final int MOST_CHECKS = 6;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        addTroubles(lines);
        lines.add(status.cluster() + " on " + status.node() + " is "
                + status.state().toUpperCase(Locale.ROOT) + ": " + status.because());
        lines.add(row("holder", holder() + ", epoch " + status.epoch() + ", " + status.mode()));
        lines.add(row("lease", lease()));
        addAddresses(lines);
        lines.add(row("interface", networkInterface()));
        lines.add(row("zookeeper", zookeeper()));
        lines.add(row("peer", status.peer().map(StatusView::peer).orElse("none") + paths()));
        addHealth(lines);
        addStrangers(lines);
        status.lastMove().ifPresent(move -> lines.add(row("last move", new MoveView(move, zone).summary())));
        return lines;
    }

    private void addTroubles(List<String> lines) {
        List<Trouble> troubles = Trouble.in(status);
        troubles.stream()
                .limit(MOST_TROUBLES)
                .forEach(trouble -> lines.add("! " + trouble.what() + ": " + trouble.remedy()));
        if (troubles.size() > MOST_TROUBLES) {
            lines.add("! and " + (troubles.size() - MOST_TROUBLES) + " more: see status --json");
        }
    }

    private String holder() {
        return status.holder()
                .map(name -> status.namesThisServer() ? name + " (this server)" : name)
                .orElse("nobody");
    }

    private String lease() {
        return status.leaseLeftMillis()
                .map(left -> String.format(Locale.ROOT, "%.1f s left", left / 1000.0))
                .orElse("none, the kernel drops the addresses' traffic" + promised());
    }

    private String promised() {
        return status.promises()
                .flatMap(PromisesStatus::promiseLeftMillis)
                .map(left -> String.format(Locale.ROOT, "; promised for %.1f s not to take them", left / 1000.0))
                .orElse("");
    }

    private void addAddresses(List<String> lines) {
        List<AddressStatus> addresses = status.addresses();
        for (int at = 0; at < Math.min(addresses.size(), MOST_ADDRESSES); at++) {
            lines.add(row(at == 0 ? "address" : "", address(addresses.get(at))));
        }
        if (addresses.size() > MOST_ADDRESSES) {
            lines.add(row("", "and " + (addresses.size() - MOST_ADDRESSES) + " more: see status --json"));
        }
    }

    private String address(AddressStatus address) {
        String gateway = address.repointed()
                .map(repointed -> repointed ? ", gateway repointed" : ", gateway not repointed")
                .orElse("");
        String conflict =
                address.conflictMac().map(mac -> ", also used by " + mac).orElse("");
        return String.format("%-18s  %s%s%s", address.address(), address.state(), gateway, conflict);
    }

    private String networkInterface() {
        InterfaceStatus carrying = status.networkInterface();
        return carrying.name()
                + carrying.mac()
                        .map(mac -> ", " + mac + (carrying.carrier() ? ", carrier" : ", no carrier"))
                        .orElse(", does not exist")
                + status.gateway().map(gateway -> ", gateway " + gateway).orElse(", no gateway known");
    }

    private String zookeeper() {
        return (status.zookeeper().connected() ? "connected" : "no contact")
                + status.zookeeper()
                        .sessionMillis()
                        .map(millis -> ", session " + millis + " ms")
                        .orElse("");
    }

    private static String peer(PeerStatus peer) {
        return peer.node() + (peer.fit() ? ", could take over" : ", could not take over: " + peer.because());
    }

    private String paths() {
        return status.promises()
                .map(promises -> promises.paths().stream().map(StatusView::path).collect(Collectors.joining()))
                .orElse("");
    }

    private static String path(PathStatus path) {
        return "; " + path.local() + " "
                + path.heardMillisAgo().map(ago -> "heard " + ago + " ms ago").orElse("silent");
    }

    private void addHealth(List<String> lines) {
        if (!status.health().isEmpty()) {
            String checks = status.health().stream()
                    .limit(MOST_CHECKS)
                    .map(check -> check.name() + " " + check.state())
                    .collect(Collectors.joining(", "));
            lines.add(row("health", checks + (status.health().size() > MOST_CHECKS ? ", more in status --json" : "")));
        }
    }

    private void addStrangers(List<String> lines) {
        status.strangers().stream()
                .findFirst()
                .ifPresent(last -> lines.add(row(
                        "stranger",
                        last.mac() + " used " + last.address() + ", seen " + last.count() + " times, last "
                                + last.lastSeenMillisAgo() / 1000 + " s ago"
                                + (status.strangers().size() > 1 ? "; more in status --json" : ""))));
    }

    private static String row(String name, String value) {
        return String.format("  %-10s %s", name, value);
    }
}
