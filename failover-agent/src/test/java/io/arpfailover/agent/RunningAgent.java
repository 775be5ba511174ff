package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** An agent that was started by its start script, and is asked over its socket. */
final class RunningAgent {
    private final Site site;
    private final String server;
    private final Program program;
    private final ControlClient client;
    private final Path configuration;
    private final List<String> as;

    private RunningAgent(
            Site site, String server, Program program, ControlClient client, Path configuration, List<String> as) {
        this.site = site;
        this.server = server;
        this.program = program;
        this.client = client;
        this.configuration = configuration;
        this.as = as;
    }

    static RunningAgent start(Site site, String server, AgentYaml yaml) {
        return start(site, server, yaml, List.of());
    }

    /**
     * Starts it.
     *
     * @param as the words before its command, and before those against it
     */
    static RunningAgent start(Site site, String server, AgentYaml yaml, List<String> as) {
        String name =
                server + "-" + yaml.text().lines().findFirst().orElseThrow().replace("cluster: ", "");
        Path control = site.file(name + ".sock");
        String text = yaml.with("control: " + control).text();
        Path file = site.write(
                name + ".yaml",
                yaml.text().contains("state: ") ? text : text + "state: " + site.file(name + ".state") + "\n");
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of(Site.script("failover-agent"), "run", "--config", file.toString()));
        Program program = site.start(server, command);
        return new RunningAgent(site, server, program, new ControlClient(control), file, as);
    }

    Program program() {
        return program;
    }

    Path configuration() {
        return configuration;
    }

    /** Empty while it does not answer. */
    Optional<AgentStatus> status() {
        try {
            return Optional.of(client.status());
        } catch (ControlFailure notYet) {
            return Optional.empty();
        }
    }

    /** Waits until its status is so, and returns it. */
    AgentStatus awaitStatus(String what, Predicate<AgentStatus> wanted) {
        AtomicReference<Optional<AgentStatus>> last = new AtomicReference<>(Optional.empty());
        try {
            Program.await(what, () -> {
                last.set(status());
                return last.get().filter(wanted).isPresent() || !program.isAlive();
            });
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; last " + last.get() + "; log " + log(), late);
        }
        return last.get()
                .filter(wanted)
                .orElseThrow(() -> new AssertionError("it ended before: " + what + ": " + log()));
    }

    AgentStatus awaitHolder() {
        return awaitStatus("holder", status -> status.state().equals("holder"));
    }

    /** Holder, announced, and the gateway has answered. */
    AgentStatus awaitRepointed() {
        return awaitStatus(
                "the gateway has answered",
                status -> status.state().equals("holder")
                        && status.addresses().stream()
                                .allMatch(address -> address.repointed().orElse(false)));
    }

    /** The lease rests on promises, and they come. */
    AgentStatus awaitPaired() {
        return awaitStatus("paired", status -> status.mode().equals("PAIRED"));
    }

    AgentStatus awaitState(String state) {
        return awaitStatus(state, status -> status.state().equals(state));
    }

    AgentStatus awaitBecause(String because) {
        return awaitStatus(because, status -> status.because().equals(because));
    }

    AgentStatus awaitFitPeer() {
        return awaitStatus(
                "a fit peer", status -> status.peer().filter(peer -> peer.fit()).isPresent());
    }

    List<String> log() {
        return program.errors();
    }

    /** The lines of the log that say this. */
    List<String> logOf(String words) {
        return log().stream().filter(line -> line.contains(words)).toList();
    }

    /** Runs a command of `failover-agent` against this agent, on its server. */
    Program command(String... words) {
        List<String> command = new ArrayList<>(as);
        command.add(Site.script("failover-agent"));
        command.addAll(List.of(words));
        command.addAll(List.of("--config", configuration.toString()));
        return site.start(server, command);
    }

    /** The same, which must end like this and say that. */
    void command(int code, String saying, String... words) {
        Program program = command(words);
        int ended = program.exitCode();
        List<String> said = new ArrayList<>(program.output());
        said.addAll(program.errors());
        assertEquals(code, ended, () -> said + " " + log());
        assertTrue(said.stream().anyMatch(line -> line.contains(saying)), () -> said + " " + log());
    }

    boolean logHas(String words) {
        return log().stream().anyMatch(line -> line.contains(words));
    }
}
