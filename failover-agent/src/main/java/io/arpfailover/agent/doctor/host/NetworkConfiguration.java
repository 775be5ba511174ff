package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.agent.kernel.AssignedAddress;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a shared address belongs to the agent alone, and not to what configures this host's network.
 *
 * <p>An address that somebody else assigned has no lifetime, so nothing takes it away from a server that lost it.
 */
final class NetworkConfiguration implements Examination {
    private static final List<String> PLACES = List.of(
            "/etc/systemd/network",
            "/run/systemd/network",
            "/usr/lib/systemd/network",
            "/etc/network/interfaces.d",
            "/etc/netplan",
            "/etc/NetworkManager/system-connections",
            "/run/NetworkManager/system-connections",
            "/etc/sysconfig/network-scripts");

    private static final List<String> FILES = List.of("/etc/network/interfaces", "/etc/dhcpcd.conf");

    private final String lan;
    private final List<Ipv4Prefix> shared;
    private final HostFiles files;
    private final Rtnetlink rtnetlink;

    NetworkConfiguration(String lan, List<Ipv4Prefix> shared, HostFiles files, Rtnetlink rtnetlink) {
        this.lan = lan;
        this.shared = List.copyOf(shared);
        this.files = files;
        this.rtnetlink = rtnetlink;
    }

    /**
     * What was seen.
     *
     * @param onLan what the interface carries
     * @param assigning configuration files that assign a shared address
     * @param networkd the file by which systemd-networkd runs the interface; empty when it does not
     * @param keeps whether that file, or an addition to it, keeps addresses it does not know
     * @param networkManager whether NetworkManager runs the interface
     */
    record Seen(
            List<AssignedAddress> onLan,
            List<Mentions.Mention> assigning,
            Optional<String> networkd,
            boolean keeps,
            boolean networkManager) {}

    @Override
    public String subject() {
        return "network-manager";
    }

    @Override
    public List<Remark> examine() {
        Optional<LinkState> link = rtnetlink.link(lan);
        String index = link.map(found -> Integer.toString(found.index())).orElse("none");
        Optional<String> networkd =
                files.text("/run/systemd/netif/links/" + index).flatMap(NetworkConfiguration::networkFile);
        return judge(new Seen(
                link.map(found -> rtnetlink.addresses(found.index())).orElse(List.of()),
                new Mentions(shared.stream().map(Ipv4Prefix::address).toList()).in(candidates()),
                networkd,
                networkd.filter(this::keeps).isPresent(),
                files.text("/run/NetworkManager/devices/" + index)
                        .filter(text -> text.contains("managed=full") || text.contains("managed=true"))
                        .isPresent()));
    }

    private List<HostFiles.Text> candidates() {
        List<HostFiles.Text> candidates = new ArrayList<>();
        PLACES.forEach(place -> candidates.addAll(files.texts(place)));
        FILES.forEach(path -> files.text(path).ifPresent(text -> candidates.add(new HostFiles.Text(path, text))));
        return candidates;
    }

    private static Optional<String> networkFile(String link) {
        return link.lines()
                .filter(line -> line.startsWith("NETWORK_FILE="))
                .map(line -> line.substring("NETWORK_FILE=".length()).strip())
                .findFirst();
    }

    private boolean keeps(String networkFile) {
        String additions = networkFile.substring(networkFile.lastIndexOf('/') + 1) + ".d";
        List<HostFiles.Text> all = new ArrayList<>();
        files.text(networkFile).ifPresent(text -> all.add(new HostFiles.Text(networkFile, text)));
        List.of("/usr/lib", "/run", "/etc")
                .forEach(top -> all.addAll(files.texts(top + "/systemd/network/" + additions)));
        return all.stream()
                .flatMap(file -> file.content().lines())
                .map(String::strip)
                .anyMatch(line -> line.matches("KeepConfiguration\\s*=\\s*(yes|static|true|on|1)"));
    }

    List<Remark> judge(Seen seen) {
        List<Remark> remarks = new ArrayList<>();
        seen.onLan().stream()
                .filter(address -> address.validFor().isEmpty() && isShared(address.prefix()))
                .forEach(address -> remarks.add(forEver(address.prefix())));
        seen.assigning().forEach(mention -> remarks.add(assigned(mention)));
        seen.networkd().filter(file -> !seen.keeps()).ifPresent(file -> remarks.add(drops(file)));
        if (seen.networkManager()) {
            remarks.add(Remark.advice(
                    subject(),
                    "NetworkManager runs " + lan + ", and takes the addresses off when somebody reapplies its"
                            + " connection; the agent puts them back within 50 ms",
                    "change the connection only after: failover-agent maintenance on"));
        }
        return remarks.isEmpty()
                ? List.of(Remark.good(subject(), "nothing but the agent assigns the addresses"))
                : remarks;
    }

    private boolean isShared(Ipv4Prefix prefix) {
        return shared.stream().anyMatch(one -> one.address().equals(prefix.address()));
    }

    private Remark forEver(Ipv4Prefix prefix) {
        return Remark.bad(
                subject(),
                prefix + " is on " + lan
                        + " for ever, assigned by something else than the agent, so two servers may own it",
                "take it out of that configuration, then: ip addr del " + prefix + " dev " + lan);
    }

    private Remark assigned(Mentions.Mention mention) {
        return Remark.bad(
                subject(),
                mention.path() + " assigns " + mention.address() + ", which is the agent's to assign",
                "take it out of that file");
    }

    private Remark drops(String networkFile) {
        String name = networkFile.substring(networkFile.lastIndexOf('/') + 1);
        return Remark.advice(
                subject(),
                "systemd-networkd runs " + lan + " by " + networkFile
                        + ", and takes addresses away that it does not know when it restarts",
                "write the two lines '[Network]' and 'KeepConfiguration=yes' into /etc/systemd/network/" + name
                        + ".d/arp-failover.conf, then: networkctl reload");
    }
}
