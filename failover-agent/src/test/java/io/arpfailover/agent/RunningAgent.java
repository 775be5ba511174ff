package io.arpfailover.agent;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** An agent that was started by its start script, and is asked over its socket. */
final class RunningAgent {
    private final Program program;
    private final ControlClient client;
    private final Path configuration;

    private RunningAgent(Program program, ControlClient client, Path configuration) {
        this.program = program;
        this.client = client;
        this.configuration = configuration;
    }

    static RunningAgent start(Site site, String server, AgentYaml yaml) {
        String name =
                server + "-" + yaml.text().lines().findFirst().orElseThrow().replace("cluster: ", "");
        Path control = site.file(name + ".sock");
        Path file = site.write(name + ".yaml", yaml.with("control: " + control).text());
        Program program =
                site.start(server, List.of(Site.script("failover-agent"), "run", "--config", file.toString()));
        return new RunningAgent(program, new ControlClient(control), file);
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

    boolean logHas(String words) {
        return log().stream().anyMatch(line -> line.contains(words));
    }
}
