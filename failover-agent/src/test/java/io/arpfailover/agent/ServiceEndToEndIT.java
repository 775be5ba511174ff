package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An agent as its unit runs it: not as root but with two capabilities, reloaded, killed and cleared up after. */
class ServiceEndToEndIT {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final int USER = 64_111;

    private static Site site;
    private final List<RunningAgent> agents = new ArrayList<>();

    @BeforeAll
    static void build() {
        site = Site.create();
        site.startZooKeeper();
    }

    @AfterAll
    static void remove() {
        site.close();
    }

    @AfterEach
    void end() {
        agents.forEach(agent -> agent.program().stop());
        site.lab().exec("a", "nft", "flush", "ruleset");
    }

    @Test
    void withTwoCapabilitiesItHoldsAndLetsGo() throws IOException {
        RunningAgent agent = start(AgentYaml.of("web"));
        agent.awaitRepointed();
        assertEquals(Integer.toString(USER), owner(agent.program()));
        agent.program().stop();
        assertFalse(site.hasAddress("a", VIP.toString()), () -> agent.log().toString());
        assertFalse(site.hasTable("a"), () -> agent.log().toString());
    }

    @Test
    void whatAKilledAgentLeftIsReleased() {
        RunningAgent agent = start(AgentYaml.of("web").session("1s"));
        agent.awaitRepointed();
        agent.command(0, "nothing to do", "release");
        assertTrue(site.hasAddress("a", VIP.toString()));
        agent.program().kill();
        agent.command(0, "nothing of cluster web is left", "release");
        assertFalse(site.hasAddress("a", VIP.toString()), () -> agent.log().toString());
        assertFalse(site.hasTable("a"), () -> agent.log().toString());
    }

    /** So long that no start of a program takes up what a killed agent left of it. */
    @Test
    void aLongLeaseIsLeftToTheNextStart() {
        RunningAgent agent = start(AgentYaml.of("web").session("40s"));
        agent.awaitRepointed();
        agent.program().kill();
        agent.command(0, "goes on serving until its lease ends", "release");
        assertTrue(site.hasAddress("a", VIP.toString()));
    }

    @Test
    void itFollowsItsFileWithoutLettingGo() throws IOException {
        RunningAgent agent = start(AgentYaml.of("web"));
        long epoch = agent.awaitRepointed().epoch();
        String text = Files.readString(agent.configuration());
        agent.command(0, "nothing has changed", "reload");
        Files.writeString(agent.configuration(), text + "moves: {perHour: 3}\ndefend: once\n");
        agent.command(0, "moves.perHour: applied", "reload");
        agent.command(0, "defend: needs a restart", "reload");
        Files.writeString(agent.configuration(), text + "moves: {perHour: many}\n");
        agent.command(2, "moves.perHour: 'many' is not", "reload");
        Files.writeString(agent.configuration(), text + "moves: {perHour: 5}\n");
        site.lab().exec("a", "kill", "-HUP", Long.toString(agent.program().pid()));
        Program.await("the signal is followed", () -> agent.logHas("reload=done applied=[moves.perHour]"));
        assertEquals(epoch, agent.awaitRepointed().epoch());
    }

    private RunningAgent start(AgentYaml yaml) {
        RunningAgent agent = site.startService("a", yaml, USER);
        agents.add(agent);
        return agent;
    }

    private static String owner(Program program) throws IOException {
        return Files.getAttribute(Path.of("/proc", Long.toString(program.pid()), "status"), "unix:uid")
                .toString();
    }
}
