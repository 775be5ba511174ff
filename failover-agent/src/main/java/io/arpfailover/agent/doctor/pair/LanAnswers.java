package io.arpfailover.agent.doctor.pair;

import static java.util.stream.Collectors.joining;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.StackException;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether the LAN carries our ARP to those who matter, and theirs to us: the other server, the gateway, whoever has the
 * shared addresses. Also whether somebody else answers in their place.
 */
final class LanAnswers implements Examination {
    private static final int MOST_SHARED = 8;

    private final AgentConfiguration configuration;
    private final Optional<Ipv4Address> gateway;
    private final Supplier<EnsembleSight> ensemble;

    LanAnswers(AgentConfiguration configuration, Optional<Ipv4Address> gateway, Supplier<EnsembleSight> ensemble) {
        this.configuration = configuration;
        this.gateway = gateway;
        this.ensemble = ensemble;
    }

    /**
     * What was seen.
     *
     * @param own this server's address on the LAN
     * @param peer the other server's there
     * @param peerMacs all it has, as it publishes them
     * @param holder who holds the addresses, as far as a member is known to
     * @param answers who answered, by address
     * @param onlyToUnicast addresses for which nobody answered to broadcasts
     */
    record Seen(
            Optional<Ipv4Address> own,
            Optional<Ipv4Address> peer,
            Set<MacAddress> peerMacs,
            Optional<NodeName> holder,
            Map<Ipv4Address, Set<MacAddress>> answers,
            Set<Ipv4Address> onlyToUnicast) {

        Set<MacAddress> answersFor(Ipv4Address address) {
            return answers.getOrDefault(address, Set.of());
        }

        Set<MacAddress> strangersFor(Ipv4Address address) {
            Set<MacAddress> strangers = new LinkedHashSet<>(answersFor(address));
            strangers.removeAll(peerMacs);
            return strangers;
        }
    }

    @Override
    public String subject() {
        return "lan";
    }

    @Override
    public List<Remark> examine() {
        EnsembleSight sight = ensemble.get();
        try (ArpStack stack = ArpStack.open(configuration.networkInterface())) {
            return examine(stack, sight);
        } catch (StackException e) {
            return List.of(
                    Remark.advice(subject(), "nobody could be asked: " + e.getMessage(), "run this command as root"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of(Remark.advice(subject(), "stopped before anybody answered", "run this command again"));
        }
    }

    private List<Remark> examine(ArpStack stack, EnsembleSight sight) throws InterruptedException {
        Station station = stack.station();
        Optional<Member> other = sight.other(configuration.node());
        Optional<Ipv4Address> own = station.prefixes().stream()
                .map(Ipv4Prefix::address)
                .filter(address -> !isShared(address))
                .findFirst();
        Optional<Ipv4Address> peer = PeerAddresses.of(other).stream()
                .filter(address -> station.networkOf(address).isPresent())
                .findFirst();
        Set<MacAddress> peerMacs = macs(other);
        LanQuestions questions = new LanQuestions(stack, own, addresses(own, peer), expected(peer, peerMacs));
        stack.attach(questions);
        stack.run(questions::isDone, stack.now().plus(questions.longest()));
        if (questions.hindrance().isPresent()) {
            return List.of(Remark.bad(
                    subject(),
                    "ARP does not leave: " + questions.hindrance().get(),
                    "look at " + station.link().name()));
        }
        Optional<NodeName> holder = sight.report()
                .filter(report -> report.isHeld())
                .flatMap(report -> report.tenure().tenure().holder());
        return judge(new Seen(own, peer, peerMacs, holder, questions.answers(), questions.onlyToUnicast()));
    }

    private List<Ipv4Address> addresses(Optional<Ipv4Address> own, Optional<Ipv4Address> peer) {
        Set<Ipv4Address> all = new LinkedHashSet<>();
        own.ifPresent(all::add);
        peer.ifPresent(all::add);
        gateway.ifPresent(all::add);
        configuration.addresses().stream().limit(MOST_SHARED).forEach(one -> all.add(one.address()));
        return List.copyOf(all);
    }

    private static Map<Ipv4Address, Collection<MacAddress>> expected(
            Optional<Ipv4Address> peer, Set<MacAddress> peerMacs) {
        Map<Ipv4Address, Collection<MacAddress>> expected = new LinkedHashMap<>();
        peer.ifPresent(address -> expected.put(address, peerMacs));
        return expected;
    }

    private static Set<MacAddress> macs(Optional<Member> member) {
        Set<MacAddress> macs = new LinkedHashSet<>();
        member.ifPresent(known -> known.macs().forEach(text -> macs.add(MacAddress.parse(text))));
        return macs;
    }

    private boolean isShared(Ipv4Address address) {
        return configuration.addresses().stream().anyMatch(one -> one.address().equals(address));
    }

    List<Remark> judge(Seen seen) {
        List<Remark> remarks = new ArrayList<>();
        seen.own().ifPresent(own -> judgeOwn(own, seen, remarks));
        seen.peer().ifPresent(peer -> judgePeer(peer, seen, remarks));
        gateway.ifPresent(address -> judgeGateway(address, seen, remarks));
        configuration.addresses().stream().limit(MOST_SHARED).forEach(one -> judgeShared(one.address(), seen, remarks));
        if (seen.peer().isEmpty()) {
            remarks.add(Remark.advice(
                    subject(),
                    "the other server has no known address in this LAN, so nobody could be asked whether our ARP"
                            + " arrives there",
                    "start its agent, and name its address in the LAN in its 'peer.listen'"));
        }
        return remarks;
    }

    private void judgeOwn(Ipv4Address own, Seen seen, List<Remark> remarks) {
        Set<MacAddress> others = seen.answersFor(own);
        if (!others.isEmpty()) {
            remarks.add(bad(
                    own + " is this server's own address, and " + named(others) + " answers for it, too",
                    "find that host by its MAC address and take the address from it"));
        }
    }

    private void judgePeer(Ipv4Address peer, Seen seen, List<Remark> remarks) {
        if (seen.answersFor(peer).isEmpty()) {
            remarks.add(bad(
                    peer + " of the other server answers no ARP on " + configuration.networkInterface(),
                    "look whether both are in the same VLAN, and whether the switch drops ARP (inspection, port"
                            + " security)"));
        } else if (seen.onlyToUnicast().contains(peer)) {
            remarks.add(bad(
                    peer + " of the other server answers a question to itself, but none to everybody: the switch"
                            + " drops broadcasts, and would drop announcements",
                    "look for ARP inspection, storm control or multicast filters on the ports of both servers"));
        } else if (!seen.strangersFor(peer).isEmpty()) {
            remarks.add(bad(
                    named(seen.strangersFor(peer)) + " answers for " + peer + ", which is the other server's",
                    "find that host by its MAC address; if it is a router or a switch, switch off its proxy ARP"));
        } else {
            remarks.add(Remark.good(subject(), "our ARP reaches the other server (" + peer + "), and its answer us"));
        }
    }

    private void judgeGateway(Ipv4Address address, Seen seen, List<Remark> remarks) {
        Set<MacAddress> macs = seen.answersFor(address);
        if (macs.isEmpty()) {
            remarks.add(bad(
                    "the gateway " + address + " does not answer",
                    "look at it, at its VLAN and at the switch, or correct 'gateway:'"));
        } else if (macs.size() > 1) {
            remarks.add(bad(
                    named(macs) + " answer for the gateway " + address,
                    "one of them is wrong, or answers for others (proxy ARP): find it by its MAC address"));
        } else {
            remarks.add(Remark.good(subject(), "the gateway " + address + " answers as " + named(macs)));
        }
    }

    private void judgeShared(Ipv4Address address, Seen seen, List<Remark> remarks) {
        Set<MacAddress> strangers = seen.strangersFor(address);
        boolean peerAnswers = seen.answersFor(address).stream().anyMatch(seen.peerMacs()::contains);
        boolean peerHolds = seen.holder()
                .filter(holder -> !holder.equals(configuration.node()))
                .isPresent();
        if (!strangers.isEmpty()) {
            boolean byGateway = gateway.filter(hop -> seen.answersFor(hop).containsAll(strangers))
                    .isPresent();
            remarks.add(bad(
                    named(strangers) + " answers for the shared address " + address
                            + (byGateway ? ", and it is the gateway's" : ""),
                    byGateway
                            ? "switch off proxy ARP on the gateway"
                            : "find that host by its MAC address and take the address from it"));
        } else if (peerAnswers && !peerHolds) {
            remarks.add(bad(
                    "the other server answers for " + address + ", which it does not hold",
                    "take the address from it (ip addr del), and run this command there"));
        } else if (peerHolds && !peerAnswers) {
            remarks.add(bad(
                    "nobody answers for " + address + ", which " + seen.holder().get() + " holds",
                    "run this command on " + seen.holder().get()));
        } else {
            remarks.add(Remark.good(
                    subject(),
                    peerHolds
                            ? address + " is answered by its holder "
                                    + seen.holder().get() + " alone"
                            : "nobody else answers for " + address));
        }
    }

    private Remark bad(String what, String remedy) {
        return Remark.bad(subject(), what, remedy);
    }

    private static String named(Set<MacAddress> macs) {
        return macs.stream().map(MacAddress::toString).collect(joining(" and "));
    }
}
