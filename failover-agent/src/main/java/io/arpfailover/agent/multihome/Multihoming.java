package io.arpfailover.agent.multihome;

import static java.util.stream.Collectors.joining;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The rule that shared addresses are answered on one interface, and judges a host by it.
 *
 * <p>What holds for one address holds for those beside it, so a finding names the first it concerns and counts the rest.
 */
public final class Multihoming {
    /** arp_ignore: answer only for the addresses of the interface asked on. */
    private static final int OWN_ADDRESSES_ONLY = 1;

    private static final int OWN_NETWORK_ONLY = 2;
    private static final int ANSWER_NOBODY = 8;
    /** arp_announce: ask with the interface's own address, whatever the packet's sender. */
    private static final int OWN_SENDER_ONLY = 2;
    /** rp_filter. */
    private static final int STRICT = 1;

    private static final int LOOSE = 2;
    private static final int HOST_LENGTH = 32;

    private final String lan;
    private final List<Ipv4Prefix> shared;

    /**
     * @param lan the interface that is to carry them
     * @param shared the shared addresses
     */
    public Multihoming(String lan, List<Ipv4Prefix> shared) {
        this.lan = lan;
        this.shared = List.copyOf(shared);
    }

    /** Nothing is found where the interface does not exist: that is another's concern. */
    public Judgement judge(Host host) {
        List<Finding> findings = new ArrayList<>();
        host.named(lan).ifPresent(found -> findings.addAll(new Look(host, found).findings()));
        return new Judgement(
                isStrong(host) ? EndSystem.STRONG : EndSystem.WEAK,
                findings.stream()
                        .sorted((a, b) -> a.weight().compareTo(b.weight()))
                        .toList());
    }

    private static boolean isStrong(Host host) {
        return host.interfaces().stream()
                .filter(one -> one.arp() && !one.addresses().isEmpty())
                .allMatch(one -> answersForItselfOnly(host.effective(one, Sysctl.ARP_IGNORE))
                        && host.effective(one, Sysctl.ARP_ANNOUNCE) == OWN_SENDER_ONLY);
    }

    private static boolean answersForItselfOnly(int arpIgnore) {
        return arpIgnore == OWN_ADDRESSES_ONLY || arpIgnore == OWN_NETWORK_ONLY || arpIgnore == ANSWER_NOBODY;
    }

    /** One host, looked at from the interface that is to carry the shared addresses. */
    private final class Look {
        private final Host host;
        private final HostInterface carrier;
        private final List<HostInterface> others;
        private final List<HostInterface> beside;

        private Look(Host host, HostInterface carrier) {
            this.host = host;
            this.carrier = carrier;
            this.others = host.interfaces().stream()
                    .filter(one -> !one.name().equals(lan))
                    .toList();
            this.beside = others.stream()
                    .filter(one -> one.arp() && !sharedIn(one).isEmpty())
                    .toList();
        }

        private List<Finding> findings() {
            List<Finding> findings = new ArrayList<>();
            others.forEach(other -> elsewhere(other).ifPresent(findings::add));
            beside.forEach(other -> findings.addAll(besides(other)));
            silent().ifPresent(findings::add);
            silentForHosts().ifPresent(findings::add);
            if (!beside.isEmpty()) {
                strict().ifPresent(findings::add);
                filtered().ifPresent(findings::add);
                findings.add(twoWaysOut());
            }
            farther().ifPresent(findings::add);
            findings.addAll(preferences());
            return findings;
        }

        // ---- wrong: another interface has a say

        private Optional<Finding> elsewhere(HostInterface other) {
            List<Ipv4Prefix> there = other.addresses().stream()
                    .filter(prefix -> addresses().contains(prefix.address()))
                    .toList();
            return there.isEmpty()
                    ? Optional.empty()
                    : Optional.of(wrong(
                            firstOf(there) + " is on " + other.name() + " too",
                            "the kernel then owns it whoever holds it, and answers for it",
                            "remove it there: ip addr del " + there.get(0) + " dev " + other.name()));
        }

        private List<Finding> besides(HostInterface other) {
            List<Finding> findings = new ArrayList<>();
            int ignore = host.effective(other, Sysctl.ARP_IGNORE);
            if (!answersForItselfOnly(ignore)) {
                findings.add(toSet(
                        name(other) + " answers for " + firstOf(sharedIn(other)) + " too (arp_ignore=" + ignore + ")",
                        "neighbours may take its MAC address, which no lease stops",
                        setting(other, Sysctl.ARP_IGNORE, OWN_ADDRESSES_ONLY),
                        Multihoming::answersForItselfOnly));
            }
            int announce = host.effective(other, Sysctl.ARP_ANNOUNCE);
            if (announce != OWN_SENDER_ONLY) {
                findings.add(toSet(
                        name(other) + " may ask with " + firstOf(sharedIn(other)) + " as the sender (arp_announce="
                                + announce + ")",
                        "whom it asks takes its MAC address for the shared one's",
                        setting(other, Sysctl.ARP_ANNOUNCE, OWN_SENDER_ONLY),
                        value -> value == OWN_SENDER_ONLY));
            }
            return findings;
        }

        // ---- wrong: the interface itself is silent

        private Optional<Finding> silent() {
            return host.effective(carrier, Sysctl.ARP_IGNORE) != ANSWER_NOBODY
                    ? Optional.empty()
                    : Optional.of(toSet(
                            lan + " answers for no address (arp_ignore=8)",
                            "nobody finds a shared address after it has moved here",
                            setting(carrier, Sysctl.ARP_IGNORE, 0),
                            value -> value != ANSWER_NOBODY));
        }

        private Optional<Finding> silentForHosts() {
            List<Ipv4Prefix> alone = shared.stream()
                    .filter(prefix -> prefix.length() == HOST_LENGTH)
                    .toList();
            return host.effective(carrier, Sysctl.ARP_IGNORE) != OWN_NETWORK_ONLY || alone.isEmpty()
                    ? Optional.empty()
                    : Optional.of(toSet(
                            lan + " answers for " + firstOf(alone) + " to nobody (arp_ignore=2)",
                            "it answers only askers in the address's own network, and a /32 holds none",
                            setting(carrier, Sysctl.ARP_IGNORE, OWN_ADDRESSES_ONLY),
                            value -> value == OWN_ADDRESSES_ONLY));
        }

        private Optional<Finding> strict() {
            return host.effective(carrier, Sysctl.RP_FILTER) != STRICT
                    ? Optional.empty()
                    : Optional.of(toSet(
                            lan + " drops what comes from where the kernel would send through " + namesBeside()
                                    + " (rp_filter=1)",
                            "two interfaces in one network, and the routing table picks one: the other is deaf",
                            setting(carrier, Sysctl.RP_FILTER, LOOSE),
                            value -> value != STRICT));
        }

        private Optional<Finding> filtered() {
            return host.effective(carrier, Sysctl.ARP_FILTER) == 0
                    ? Optional.empty()
                    : Optional.of(toSet(
                            lan + " answers only those the kernel would reach through it (arp_filter=1)",
                            "with " + namesBeside() + " in the same network, that may be nobody",
                            setting(carrier, Sysctl.ARP_FILTER, 0),
                            value -> value == 0));
        }

        // ---- advice

        private Finding twoWaysOut() {
            return advice(
                    namesBeside() + " and " + lan + " are in one network",
                    "what is sent from a shared address may leave by either, and the lease stops only " + lan,
                    "give " + namesBeside() + " another network, or no address");
        }

        /** Where addresses tell of different networks, the cables may still be plugged into one. */
        private Optional<Finding> farther() {
            String names = others.stream()
                    .filter(one -> one.arp() && !one.addresses().isEmpty() && !beside.contains(one))
                    .filter(one -> !answersForItselfOnly(host.effective(one, Sysctl.ARP_IGNORE)))
                    .map(HostInterface::name)
                    .collect(joining(", "));
            return names.isEmpty()
                    ? Optional.empty()
                    : Optional.of(advice(
                            "asked for " + firstOf(shared) + ", " + names + " would answer (arp_ignore)",
                            "it matters if that is the same LAN as " + lan + "'s",
                            "set arp_ignore=1 there, unless it must answer for the host's other addresses"));
        }

        private List<Finding> preferences() {
            List<Finding> findings = new ArrayList<>();
            if (host.effective(carrier, Sysctl.DROP_GRATUITOUS_ARP) != 0) {
                findings.add(advice(
                        lan + " drops announcements (drop_gratuitous_arp=1)",
                        "the kernel goes on sending to the old MAC address of a gateway that has moved",
                        "set " + new Setting(lan, Sysctl.DROP_GRATUITOUS_ARP, 0)));
            }
            if (host.effective(carrier, Sysctl.ARP_ACCEPT) == 1) {
                findings.add(advice(
                        lan + " makes an entry of every announcement (arp_accept=1)",
                        "any station can fill the kernel's neighbour table",
                        "set " + new Setting(lan, Sysctl.ARP_ACCEPT, 0)));
            }
            if (!host.nonlocalBind()) {
                findings.add(advice(
                        "programs cannot bind to a shared address that is elsewhere (ip_nonlocal_bind=0)",
                        "a service that listens on it alone does not start on the standby",
                        "set net.ipv4.ip_nonlocal_bind=1, or let it listen on all addresses"));
            }
            return findings;
        }

        // ---- words

        private List<Ipv4Prefix> sharedIn(HostInterface other) {
            return shared.stream()
                    .filter(prefix -> other.addresses().stream()
                            .filter(own -> !addresses().contains(own.address()))
                            .anyMatch(own -> own.contains(prefix.address()) || prefix.contains(own.address())))
                    .toList();
        }

        private List<Ipv4Address> addresses() {
            return shared.stream().map(Ipv4Prefix::address).toList();
        }

        private String namesBeside() {
            return beside.stream().map(HostInterface::name).collect(joining(" and "));
        }

        /** A remedy that is a setting, where the value for all interfaces lets the interface's own count. */
        private Finding toSet(String what, String why, Setting setting, IntPredicate good) {
            int ofAll = host.ofAll(setting.sysctl());
            boolean helps = good.test(setting.sysctl().effective(ofAll, setting.value()));
            return helps
                    ? new Finding(Finding.Weight.WRONG, what, why, "set " + setting, List.of(setting))
                    : wrong(
                            what,
                            why,
                            "set " + new Setting(Setting.ALL, setting.sysctl(), 0)
                                    + " (it counts on every interface), then " + setting);
        }
    }

    private static Setting setting(HostInterface one, Sysctl sysctl, int value) {
        return new Setting(one.name(), sysctl, value);
    }

    private static Finding wrong(String what, String why, String remedy) {
        return new Finding(Finding.Weight.WRONG, what, why, remedy, List.of());
    }

    private static Finding advice(String what, String why, String remedy) {
        return new Finding(Finding.Weight.ADVICE, what, why, remedy, List.of());
    }

    private static String name(HostInterface one) {
        return one.name() + " (" + one.addresses().get(0) + ")";
    }

    private static String firstOf(List<Ipv4Prefix> prefixes) {
        int more = prefixes.size() - 1;
        return prefixes.get(0).address() + (more == 0 ? "" : " and " + more + " more");
    }
}
