package io.arpfailover.agent.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
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
 * @param intent what the administrators want; absent while it is not known
 * @param promises what is heard and promised between the two servers; absent without a peer section
 * @param health the checks of this server
 * @param strangers third hosts that were seen to use an address, the last one seen first
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
        Optional<MoveReport> lastMove,
        Optional<IntentStatus> intent,
        Optional<PromisesStatus> promises,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<CheckStatus> health,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<StrangerStatus> strangers) {

    public AgentStatus {
        addresses = List.copyOf(addresses);
        health = List.copyOf(health);
        strangers = List.copyOf(strangers);
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

    /**
     * What the administrators want of the cluster.
     *
     * @param pausedBy who asked that nothing moves by itself; absent when everything may
     * @param maintenance the servers that shall not hold the addresses
     */
    public record IntentStatus(Optional<String> pausedBy, List<String> maintenance) {
        public IntentStatus {
            maintenance = List.copyOf(maintenance);
        }
    }

    /**
     * What is heard and promised between the two servers.
     *
     * @param paths one for each address this server listens on
     * @param dropped datagrams that were not believed, by reason
     * @param promiseLeftMillis for how long this server has promised not to take the addresses; absent when it has not
     */
    public record PromisesStatus(List<PathStatus> paths, Map<String, Long> dropped, Optional<Long> promiseLeftMillis) {
        public PromisesStatus {
            paths = List.copyOf(paths);
            dropped = Collections.unmodifiableMap(new LinkedHashMap<>(dropped));
        }
    }

    /**
     * One path between the two servers.
     *
     * @param local the address and port this server listens on
     * @param remote the other's; absent when it has not published one for this path
     * @param heardMillisAgo when the last datagram that counts arrived; absent when none has
     */
    public record PathStatus(String local, Optional<String> remote, Optional<Long> heardMillisAgo) {}

    /**
     * One check of this server's health.
     *
     * @param level {@code required} or {@code advisory}
     * @param state {@code passing}, {@code failing} or {@code unknown}
     * @param text what the check said last; empty when it said nothing
     */
    public record CheckStatus(String name, String level, String state, String text) {
        boolean fails() {
            return state.equals("failing");
        }
    }

    /**
     * A third host that uses a shared address.
     *
     * @param count how often it was seen to
     */
    public record StrangerStatus(String mac, String address, long count, long lastSeenMillisAgo) {}
}
