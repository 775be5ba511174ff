package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators tell a pair, with both programs as they would call them. */
class WishesEndToEndIT {
    private static final String CLUSTER = "wishes";

    private Site site;
    private RunningAgent a;
    private RunningAgent b;

    @BeforeEach
    void startThePair() {
        site = Site.create();
        site.startZooKeeper();
        a = site.startAgent("a", AgentYaml.of(CLUSTER));
        a.awaitRepointed();
        b = site.startAgent("b", AgentYaml.of(CLUSTER));
        a.awaitFitPeer();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aSwitchoverFromElsewhereAndBack() {
        assertEnds(0, coordinator("switchover", CLUSTER), "done: b holds the addresses");
        b.awaitHolder();
        assertEnds(0, coordinator("switchover", CLUSTER, "--to", "b"), "done: b holds the addresses already");
        assertEnds(0, agent("a", a, "switchover"), "done: a holds the addresses");
        a.awaitHolder();
        assertEnds(1, agent("a", a, "switchover", "--to", "c", "--force"), "c is not connected (connected: a, b)");
        assertEnds(2, coordinator("switchover", "nowhere"), "there is no cluster nowhere; there are: " + CLUSTER);
    }

    @Test
    void whatIsWantedIsInTheStatusOfBoth() {
        assertEnds(0, agent("a", a, "pause"), "done: paused");
        assertEnds(0, coordinator("maintenance", CLUSTER, "on", "b"), "done: b is in maintenance");
        for (RunningAgent server : List.of(a, b)) {
            AgentStatus status = server.awaitStatus(
                    "it knows of both",
                    now -> now.intent()
                            .filter(intent -> intent.pausedBy().isPresent()
                                    && intent.maintenance().equals(List.of("b")))
                            .isPresent());
            assertEquals(
                    Optional.of("a (command line)"),
                    status.intent().orElseThrow().pausedBy());
        }
        assertEnds(1, agent("b", b, "switchover"), "b is in maintenance");
        assertEnds(0, agent("b", b, "maintenance", "off"), "done: b is not in maintenance");
        assertEnds(0, agent("b", b, "resume"), "done: not paused");
        a.awaitStatus(
                "it knows",
                now -> now.intent()
                        .filter(intent -> intent.pausedBy().isEmpty()
                                && intent.maintenance().isEmpty())
                        .isPresent());
    }

    @Test
    void stopHandsOverAndReturnsWhenTheAgentHasEnded() {
        assertEnds(0, agent("a", a, "stop"), "done: a hands the addresses over");
        assertEquals(0, a.program().exitCode());
        b.awaitHolder();
        assertTrue(b.logHas("switchover asked"), () -> "b waited for the session instead: " + b.log());
    }

    private Program agent(String server, RunningAgent agent, String... words) {
        List<String> command = new ArrayList<>(List.of(Site.script("failover-agent")));
        command.addAll(List.of(words));
        command.addAll(List.of("--config", agent.configuration().toString()));
        return site.start(server, command);
    }

    private Program coordinator(String... words) {
        List<String> command = new ArrayList<>(List.of(Site.script("coordinator")));
        command.addAll(List.of(words));
        command.addAll(List.of("--connect", Site.ZOOKEEPER));
        return site.start("zk", command);
    }

    private static void assertEnds(int code, Program program, String saying) {
        int ended = program.exitCode();
        List<String> said = new ArrayList<>(program.output());
        said.addAll(program.errors());
        assertEquals(code, ended, said::toString);
        assertTrue(said.stream().anyMatch(line -> line.contains(saying)), said::toString);
    }
}
