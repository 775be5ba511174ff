package io.arpfailover.agent.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How things stand with one agent at one instant. The names of its components are the names in {@code status --json}:
 * they are stable, new ones may be added, and an absent one means "not known" or "does not apply".
 *
 * @param cluster the cluster's name
 * @param node this server's name
 * @param state what the agent is doing, in one word or two: {@code holder}, {@code standby}, {@code taking over}, …
 * @param because why it is in this state, in one clause
 * @param holder the member named by the tenure; absent when nobody is, or the tenure was never read
 * @param epoch the tenure's epoch, 0 before the first holder
 * @param mode what the holder's lease rests on: {@code SOLO} or {@code PAIRED}
 * @param leaseLeftMillis for how long this server's kernel still passes the addresses' traffic; absent without a lease
 * @param addresses every shared address
 * @param networkInterface ({@code interface}) the interface that carries them
 * @param gateway the gateway whose answer proves a takeover; absent when none is known
 * @param zookeeper the connection to the ensemble
 * @param peer the other member; absent when there is none now
 * @param counters by name, such as frames by kind and by the reason they were dropped for
 * @param lastMove the last time the addresses changed their holder
 */
public record AgentStatus(
        String cluster,
        String node,
        String state,
        String because,
        Optional<String> holder,
        long epoch,
        String mode,
        Optional<Long> leaseLeftMillis,
        List<AddressStatus> addresses,
        @JsonProperty("interface") InterfaceStatus networkInterface,
        Optional<String> gateway,
        ZooKeeperStatus zookeeper,
        Optional<PeerStatus> peer,
        Map<String, Long> counters,
        Optional<MoveReport> lastMove) {

    public AgentStatus {
        addresses = List.copyOf(addresses);
        counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
    }

    /** Whether the tenure names this server. */
    public boolean namesThisServer() {
        return holder.equals(Optional.of(node));
    }

    /**
     * One shared address, as this server sees it.
     *
     * @param address with prefix length
     * @param state what is done with it, such as {@code held}, {@code probing}, {@code standby}, {@code conflict}
     * @param repointed whether the gateway has answered to our MAC; absent when it is not held, or no gateway is known
     * @param conflictMac the stranger that uses the address
     */
    public record AddressStatus(
            String address, String state, Optional<Boolean> repointed, Optional<String> conflictMac) {}

    /**
     * The interface that carries the addresses.
     *
     * @param mac absent when the interface does not exist
     * @param carrier whether the link is up
     */
    public record InterfaceStatus(String name, Optional<String> mac, boolean carrier) {}

    /**
     * The connection to ZooKeeper.
     *
     * @param sessionMillis the negotiated session timeout; absent before the first connection
     * @param askedMillis the session timeout that was asked for
     */
    public record ZooKeeperStatus(boolean connected, Optional<Long> sessionMillis, Optional<Long> askedMillis) {}

    /**
     * The other member.
     *
     * @param fit whether it could hold the addresses now
     * @param because why not, in one clause; empty when fit
     */
    public record PeerStatus(String node, boolean fit, String because) {}
}
