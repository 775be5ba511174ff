package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.config.PeerConfiguration;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.agent.kernel.HostRuleset;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether this host's own rules let the other server's datagrams in, and ours out. */
final class Firewall implements Examination {
    private final PeerConfiguration peer;
    private final NodeName self;
    private final Supplier<EnsembleSight> ensemble;

    Firewall(PeerConfiguration peer, NodeName self, Supplier<EnsembleSight> ensemble) {
        this.peer = peer;
        this.self = self;
        this.ensemble = ensemble;
    }

    @Override
    public String subject() {
        return "firewall";
    }

    @Override
    public List<Remark> examine() {
        return HostRuleset.json()
                .flatMap(Ruleset::read)
                .map(ruleset -> judge(ruleset, datagrams()))
                .orElseGet(() -> List.of(Remark.advice(
                        subject(), "the rules of this host could not be read", "run this command as root")));
    }

    /** Incoming ones; from an address of no use where the other's is not known. */
    private List<Datagram> datagrams() {
        List<Ipv4Address> others = PeerAddresses.of(ensemble.get().other(self));
        List<Datagram> all = new ArrayList<>();
        for (int path = 0; path < peer.listen().size(); path++) {
            Ipv4Address own = peer.listen().get(path);
            Ipv4Address other = path < others.size() ? others.get(path) : own;
            all.add(new Datagram(interfaceOf(own).orElse(""), other, own, peer.port()));
        }
        return all;
    }

    private static Optional<String> interfaceOf(Ipv4Address address) {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(InetAddress.getByAddress(address.octets())))
                    .map(NetworkInterface::getName);
        } catch (SocketException | UnknownHostException unknown) {
            return Optional.empty();
        }
    }

    List<Remark> judge(Ruleset ruleset, List<Datagram> incoming) {
        List<Remark> remarks = new ArrayList<>();
        for (Datagram in : incoming) {
            judge("from the other server to " + in.destination(), "input", ruleset.fate("input", in), remarks);
            judge(
                    "from " + in.destination() + " to the other server",
                    "output",
                    ruleset.fate("output", in.answer()),
                    remarks);
        }
        return remarks.isEmpty()
                ? List.of(Remark.good(subject(), "no rule of this host stops UDP port " + peer.port()))
                : remarks;
    }

    private void judge(String which, String chain, Ruleset.Answer answer, List<Remark> remarks) {
        String datagrams = "datagrams " + which + ", UDP port " + peer.port() + ", ";
        String let = "let UDP port " + peer.port() + " pass in '" + answer.where() + "' (" + chain + ")";
        switch (answer.fate()) {
            case PASSES -> {}
            case DROPPED ->
                remarks.add(Remark.bad(subject(), datagrams + "are dropped by '" + answer.where() + "'", let));
            case UNKNOWN ->
                remarks.add(Remark.advice(
                        subject(),
                        datagrams + "may be dropped by '" + answer.where() + "', which depends on more",
                        let));
        }
    }
}
