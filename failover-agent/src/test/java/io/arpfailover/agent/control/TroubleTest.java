package io.arpfailover.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.agent.control.AgentStatus.IntentStatus;
import io.arpfailover.agent.control.AgentStatus.InterfaceStatus;
import io.arpfailover.agent.control.AgentStatus.PathStatus;
import io.arpfailover.agent.control.AgentStatus.PeerStatus;
import io.arpfailover.agent.control.AgentStatus.PromisesStatus;
import io.arpfailover.agent.control.AgentStatus.ZooKeeperStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private static final InterfaceStatus LAN = new InterfaceStatus("lan0", Optional.of("02:00:00:00:00:0a"), true);
    private static final ZooKeeperStatus CONNECTED = new ZooKeeperStatus(true, Optional.of(3000L), Optional.of(3000L));
    private static final Optional<PeerStatus> PEER = Optional.of(new PeerStatus("b", true, ""));

    @Test
    void noneWhenAllIsWell() {
        assertEquals(List.of(), Trouble.in(Samples.holder()));
    }

    @Test
    void theMostUrgentFirst() {
        AgentStatus status = Samples.status(
                List.of(
                        new AddressStatus("10.77.0.100/24", "held", Optional.of(false), Optional.empty()),
                        new AddressStatus(
                                "10.77.0.101/24", "conflict", Optional.empty(), Optional.of("02:00:00:00:00:99"))),
                new InterfaceStatus("lan0", Optional.of("02:00:00:00:00:0a"), false),
                new ZooKeeperStatus(false, Optional.empty(), Optional.of(3000L)),
                Optional.of(new PeerStatus("b", false, "lan0 has no carrier")));
        assertEquals(
                List.of(
                        new Trouble(
                                "10.77.0.101/24 is also used by 02:00:00:00:00:99",
                                "find that host by its MAC address and take the address from it"),
                        new Trouble("lan0 has no carrier", "check its cable, switch port or bond"),
                        new Trouble(
                                "no contact with ZooKeeper; the addresses go down when the lease has run out",
                                "check the ensemble and the network to it"),
                        new Trouble(
                                "the gateway has not confirmed 10.77.0.100/24",
                                "check that 10.77.0.254 answers on lan0"),
                        new Trouble("b could not take over: lan0 has no carrier", "put that right on b")),
                Trouble.in(status));
    }

    @Test
    void anInterfaceThatIsGone() {
        assertEquals(
                List.of(new Trouble("lan0 does not exist", "create it, or correct 'interface:'")),
                Trouble.in(Samples.status(
                        List.of(), new InterfaceStatus("lan0", Optional.empty(), false), CONNECTED, PEER)));
    }

    @Test
    void nobodyToTakeOver() {
        assertEquals(
                List.of(new Trouble("there is no second server to take over", "start the agent on the other server")),
                Trouble.in(Samples.status(List.of(), LAN, CONNECTED, Optional.empty())));
    }

    @Test
    void aLongerSessionThanAskedFor() {
        assertEquals(
                List.of(new Trouble(
                        "ZooKeeper granted a session of 4000 ms instead of 3000 ms;"
                                + " a takeover after a loss takes that much longer",
                        "lower its minSessionTimeout (or tickTime), or set 'zookeeper.session' to what it grants")),
                Trouble.in(Samples.status(List.of(), LAN, granted(4000), PEER)));
    }

    @Test
    void aShorterSessionThanAskedFor() {
        assertEquals(
                List.of(new Trouble(
                        "ZooKeeper granted a session of 2000 ms instead of 3000 ms;"
                                + " the addresses go down that much sooner without it",
                        "raise its maxSessionTimeout, or set 'zookeeper.session' to what it grants")),
                Trouble.in(Samples.status(List.of(), LAN, granted(2000), PEER)));
    }

    @Test
    void aPairThatDoesNotSpeak() {
        String what = "no promises from b, so a takeover waits for ZooKeeper";
        assertEquals(
                new Trouble(
                        what,
                        "check that UDP reaches 10.77.0.2:5227 on b, and that both have the same 'peer.secretFile'"),
                Trouble.in(Samples.pair("SOLO")).get(1));
        AgentStatus pair = Samples.pair("SOLO");
        PromisesStatus noEndpoints = new PromisesStatus(
                List.of(new PathStatus("10.77.0.1:5227", Optional.empty(), Optional.empty())),
                Map.of(),
                Optional.empty());
        assertEquals(
                List.of(new Trouble(what, "add a 'peer:' section on b")),
                Trouble.in(with(pair, "SOLO", PEER, Optional.empty(), Optional.of(noEndpoints))));
        assertEquals(List.of(), Trouble.in(with(pair, "PAIRED", PEER, Optional.empty(), pair.promises())));
    }

    @Test
    void aHolderLostWhilePaused() {
        AgentStatus lost = Samples.lostHolder("b");
        Optional<IntentStatus> paused = Optional.of(new IntentStatus(Optional.of("root"), List.of()));
        assertEquals(
                new Trouble(
                        "b is lost, and nobody takes the addresses over while paused by root",
                        "run 'failover-agent resume', or 'failover-agent switchover --to a'"),
                Trouble.in(with(lost, "SOLO", Optional.empty(), paused, Optional.empty()))
                        .get(0));
        assertEquals(
                List.of(new Trouble("there is no second server to take over", "start the agent on the other server")),
                Trouble.in(with(lost, "SOLO", Optional.empty(), Optional.empty(), Optional.empty())));
    }

    private static AgentStatus with(
            AgentStatus status,
            String mode,
            Optional<PeerStatus> peer,
            Optional<IntentStatus> intent,
            Optional<PromisesStatus> promises) {
        return Samples.with(status, mode, peer, intent, promises, List.of(), List.of());
    }

    private static ZooKeeperStatus granted(long millis) {
        return new ZooKeeperStatus(true, Optional.of(millis), Optional.of(3000L));
    }
}
