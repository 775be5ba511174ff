package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.agent.control.AgentStatus.InterfaceStatus;
import io.arpfailover.agent.control.AgentStatus.PeerStatus;
import io.arpfailover.agent.control.Trouble;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A status for people, in at most 15 lines: what is wrong first, then who holds the addresses, then the rest.
 *
 * @param zone the time zone of the reader
 */
record StatusView(AgentStatus status, ZoneId zone) {
    private static final int MOST_TROUBLES = 3;
    private static final int MOST_ADDRESSES = 3;

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
        lines.add(row("peer", status.peer().map(StatusView::peer).orElse("none")));
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
                .orElse("none, the kernel drops the addresses' traffic");
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

    private static String row(String name, String value) {
        return String.format("  %-10s %s", name, value);
    }
}
