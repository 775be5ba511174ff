package io.arpfailover.agent.control;

import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.agent.control.AgentStatus.CheckStatus;
import io.arpfailover.agent.control.AgentStatus.IntentStatus;
import io.arpfailover.agent.control.AgentStatus.PeerStatus;
import io.arpfailover.agent.control.AgentStatus.PromisesStatus;
import io.arpfailover.agent.control.AgentStatus.ZooKeeperStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something in a status that a person should put right.
 *
 * @param what one clause
 * @param remedy what to do, one clause
 */
public record Trouble(String what, String remedy) {

    /** What is wrong, most urgent first; empty when all is well. */
    public static List<Trouble> in(AgentStatus status) {
        List<Trouble> troubles = new ArrayList<>();
        status.addresses().forEach(address -> inConflict(address).ifPresent(troubles::add));
        inInterface(status).ifPresent(troubles::add);
        lostWhilePaused(status).ifPresent(troubles::add);
        inZooKeeper(status).ifPresent(troubles::add);
        inSession(status.zookeeper()).ifPresent(troubles::add);
        status.addresses().forEach(address -> notRepointed(address, status).ifPresent(troubles::add));
        status.health().stream()
                .filter(CheckStatus::fails)
                .forEach(check -> troubles.add(failing(check, status.node())));
        inPeer(status).ifPresent(troubles::add);
        inPromises(status).ifPresent(troubles::add);
        status.intent().ifPresent(intent -> troubles.addAll(wanted(intent)));
        return troubles;
    }

    private static Optional<Trouble> inConflict(AddressStatus address) {
        return address.conflictMac()
                .map(mac -> new Trouble(
                        address.address() + " is also used by " + mac,
                        "find that host by its MAC address and take the address from it"));
    }

    private static Optional<Trouble> inInterface(AgentStatus status) {
        String name = status.networkInterface().name();
        if (status.networkInterface().mac().isEmpty()) {
            return Optional.of(new Trouble(name + " does not exist", "create it, or correct 'interface:'"));
        }
        return status.networkInterface().carrier()
                ? Optional.empty()
                : Optional.of(new Trouble(name + " has no carrier", "check its cable, switch port or bond"));
    }

    /** Nobody serves, and nobody will: the other member waits for a person. */
    private static Optional<Trouble> lostWhilePaused(AgentStatus status) {
        Optional<String> lost = status.holder()
                .filter(holder -> !status.namesThisServer())
                .filter(holder ->
                        status.zookeeper().connected() && status.peer().isEmpty());
        Optional<String> pausedBy = status.intent().flatMap(IntentStatus::pausedBy);
        return lost.flatMap(holder -> pausedBy.map(by -> new Trouble(
                holder + " is lost, and nobody takes the addresses over while paused by " + by,
                "run 'failover-agent resume', or 'failover-agent switchover --to " + status.node() + "'")));
    }

    private static Trouble failing(CheckStatus check, String node) {
        return new Trouble(
                check.level() + " check " + check.name() + " is failing"
                        + (check.text().isEmpty() ? "" : ": " + check.text()),
                "put that right on " + node);
    }

    /** Both are there and speak with ZooKeeper, yet not with each other. */
    private static Optional<Trouble> inPromises(AgentStatus status) {
        boolean silent = status.zookeeper().connected() && status.mode().equals("SOLO");
        return status.promises()
                .filter(promises -> silent)
                .flatMap(promises -> status.peer().map(peer -> noPromises(peer.node(), promises)));
    }

    private static Trouble noPromises(String peer, PromisesStatus promises) {
        String what = "no promises from " + peer + ", so a takeover waits for ZooKeeper";
        String remotes = promises.paths().stream()
                .flatMap(path -> path.remote().stream())
                .collect(Collectors.joining(" and "));
        return new Trouble(
                what,
                remotes.isEmpty()
                        ? "add a 'peer:' section on " + peer
                        : "check that UDP reaches " + remotes + " on " + peer
                                + ", and that both have the same 'peer.secretFile'");
    }

    private static List<Trouble> wanted(IntentStatus intent) {
        List<Trouble> troubles = new ArrayList<>();
        intent.maintenance()
                .forEach(node -> troubles.add(new Trouble(
                        node + " is in maintenance and takes no addresses",
                        "end it with 'failover-agent maintenance off " + node + "'")));
        intent.pausedBy()
                .ifPresent(by -> troubles.add(new Trouble(
                        "paused by " + by + ", so nothing moves by itself", "end it with 'failover-agent resume'")));
        return troubles;
    }

    private static Optional<Trouble> inZooKeeper(AgentStatus status) {
        if (status.zookeeper().connected()) {
            return Optional.empty();
        }
        boolean expires = status.namesThisServer() && status.mode().equals("SOLO");
        return Optional.of(new Trouble(
                "no contact with ZooKeeper" + (expires ? "; the addresses go down when the lease has run out" : ""),
                "check the ensemble and the network to it"));
    }

    /** A server keeps session timeouts within limits of its own, and does not say so when it changes one. */
    private static Optional<Trouble> inSession(ZooKeeperStatus zookeeper) {
        long granted = zookeeper.sessionMillis().orElse(0L);
        long asked = zookeeper.askedMillis().orElse(granted);
        if (granted == 0 || granted == asked) {
            return Optional.empty();
        }
        String what = "ZooKeeper granted a session of " + granted + " ms instead of " + asked + " ms; ";
        return Optional.of(
                granted > asked
                        ? new Trouble(
                                what + "a takeover after a loss takes that much longer",
                                "lower its minSessionTimeout (or tickTime), or set 'zookeeper.session' to what it grants")
                        : new Trouble(
                                what + "the addresses go down that much sooner without it",
                                "raise its maxSessionTimeout, or set 'zookeeper.session' to what it grants"));
    }

    private static Optional<Trouble> notRepointed(AddressStatus address, AgentStatus status) {
        return address.repointed()
                .filter(repointed -> !repointed)
                .map(not -> new Trouble(
                        "the gateway has not confirmed " + address.address(),
                        "check that " + status.gateway().orElse("the gateway") + " answers on "
                                + status.networkInterface().name()));
    }

    private static Optional<Trouble> inPeer(AgentStatus status) {
        if (status.peer().isEmpty()) {
            return status.zookeeper().connected()
                    ? Optional.of(new Trouble(
                            "there is no second server to take over", "start the agent on the other server"))
                    : Optional.empty();
        }
        PeerStatus peer = status.peer().get();
        return peer.fit()
                ? Optional.empty()
                : Optional.of(new Trouble(
                        peer.node() + " could not take over: " + peer.because(), "put that right on " + peer.node()));
    }
}
