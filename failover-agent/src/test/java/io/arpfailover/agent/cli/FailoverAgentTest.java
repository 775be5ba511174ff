package io.arpfailover.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.config.HostView;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.ControlJson;
import io.arpfailover.agent.control.ControlResponse;
import io.arpfailover.agent.control.ControlServer;
import io.arpfailover.agent.control.FakeAgent;
import io.arpfailover.agent.control.Samples;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.NodeName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The program's commands, over a real socket, with what they print and how they end. */
@Timeout(30)
class FailoverAgentTest {
    private static final HostView HOST = new HostView() {
        @Override
        public List<String> interfaceNames() {
            return List.of("lan0");
        }

        @Override
        public Optional<List<Ipv4Prefix>> networksOf(String interfaceName) {
            return Optional.of(List.of(Ipv4Prefix.parse("10.77.0.1/24")))
                    .filter(networks -> interfaceName.equals("lan0"));
        }

        @Override
        public boolean hasAddress(Ipv4Address address) {
            return address.equals(Ipv4Address.parse("10.77.0.1"));
        }

        @Override
        public List<Ipv4Address> defaultGateways() {
            return List.of(Ipv4Address.parse("10.77.0.254"));
        }
    };

    @TempDir
    private Path directory;

    private final List<ConfigurationReading.Valid> runs = new ArrayList<>();
    private final List<ControlServer> servers = new ArrayList<>();

    /** How the program ended and what it printed. */
    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void writeConfiguration() throws IOException {
        write("lan0");
    }

    @AfterEach
    void closeServers() {
        servers.forEach(ControlServer::close);
    }

    @Test
    void status() throws ControlFailure {
        serve(new FakeAgent(Samples.holder()));
        Outcome outcome = execute("status", "--config", file());
        assertEquals(new Outcome(0, outcome.out(), ""), outcome);
        assertTrue(outcome.out().startsWith("web on a is HOLDER: b was lost\n"), outcome.out());
    }

    @Test
    void statusInJson() throws ControlFailure {
        serve(new FakeAgent(Samples.holder()));
        String expected = ControlJson.indented(Samples.holder()) + "\n";
        assertEquals(new Outcome(0, expected, ""), execute("status", "--json", "--config", file()));
        assertEquals(new Outcome(0, expected, ""), execute("--config", file(), "status", "--json"));
        assertTrue(expected.contains("\"leaseLeftMillis\" : 2400"), expected);
    }

    @Test
    void history() throws ControlFailure {
        serve(new FakeAgent(Samples.holder(), Samples.MOVE));
        Outcome outcome = execute("history", "--config", file());
        assertEquals(new Outcome(0, outcome.out(), ""), outcome);
        assertTrue(
                outcome.out()
                        .endsWith("  epoch 7  b -> a  suspected +0.0 ms  claimed +2.1 ms  installed +3.0 ms  "
                                + "announced +3.3 ms  repointed +4.2 ms  (b was lost)\n"),
                outcome.out());
        assertEquals(
                new Outcome(0, ControlJson.indented(List.of(Samples.MOVE)) + "\n", ""),
                execute("history", "--json", "--config", file()));
    }

    @Test
    void historyOfANewCluster() throws ControlFailure {
        serve(new FakeAgent(Samples.holder()));
        assertEquals(new Outcome(0, "no move yet\n", ""), execute("history", "--config", file()));
    }

    @Test
    void switchoverDone() throws Exception {
        FakeAgent agent = new FakeAgent(Samples.holder());
        serve(agent);
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> execute("switchover", "--to", "b", "--config", file()));
        agent.switchovers.take().complete(new ControlResponse.Outcome(true, "b holds web, epoch 8"));
        assertEquals(new Outcome(0, "done: b holds web, epoch 8\n", ""), outcome.get(20, TimeUnit.SECONDS));
        assertEquals(Optional.of(new NodeName("b")), agent.targets.take());
    }

    @Test
    void switchoverRefused() throws Exception {
        FakeAgent agent = new FakeAgent(Samples.holder());
        serve(agent);
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> execute("switchover", "--config", file()));
        agent.switchovers.take().complete(new ControlResponse.Outcome(false, "b is not here"));
        assertEquals(new Outcome(1, "", "refused: b is not here\n"), outcome.get(20, TimeUnit.SECONDS));
        assertEquals(Optional.empty(), agent.targets.take());
    }

    @Test
    void switchoverForced() throws Exception {
        FakeAgent agent = new FakeAgent(Samples.holder());
        serve(agent);
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> execute("switchover", "--force", "--config", file()));
        agent.switchovers.take().complete(new ControlResponse.Outcome(true, "b holds"));
        assertEquals(new Outcome(0, "done: b holds\n", ""), outcome.get(20, TimeUnit.SECONDS));
        assertEquals(true, agent.forced.take());
    }

    @ParameterizedTest
    @CsvSource({"maintenance on, maintenance on here", "maintenance off b, maintenance off b", "pause, pause"})
    void whatIsWantedFromNowOn(String command, String asked) throws ControlFailure {
        serve(new FakeAgent(Samples.holder()));
        String[] words = (command + " --config " + file()).split(" ");
        assertEquals(new Outcome(0, "done: asked to " + asked + "\n", ""), execute(words));
    }

    @Test
    void whatCannotBeWrittenIsRefused() throws ControlFailure {
        serve(new FakeAgent(Samples.holder()));
        assertEquals(new Outcome(1, "", "refused: no contact with ZooKeeper\n"), execute("resume", "--config", file()));
    }

    @Test
    void stopReturnsWhenTheSocketIsGone() throws Exception {
        FakeAgent agent = new FakeAgent(Samples.holder());
        CountDownLatch asked = new CountDownLatch(1);
        agent.onStop = asked::countDown;
        serve(agent);
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> execute("stop", "--restart", "--config", file()));
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        assertThrows(TimeoutException.class, () -> outcome.get(300, TimeUnit.MILLISECONDS), "while it still runs");
        servers.get(0).close();
        assertEquals(new Outcome(0, "done: asked to stop for a restart\n", ""), outcome.get(20, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "history", "switchover", "maintenance on", "pause", "resume", "stop"})
    void noAgent(String command) {
        String expected = "failover-agent: no agent answers on " + directory.resolve("web.sock")
                + ": start it with 'failover-agent run' as root\n";
        assertEquals(new Outcome(2, "", expected), execute((command + " --config " + file()).split(" ")));
    }

    @Test
    void anErrorOfTheAgent() throws ControlFailure {
        FakeAgent agent =
                new FakeAgent(CompletableFuture.completedFuture(new ControlResponse.Failed("not started: wait")));
        serve(agent);
        String expected =
                "failover-agent: the agent on " + directory.resolve("web.sock") + " answers: not started: wait\n";
        assertEquals(new Outcome(2, "", expected), execute("status", "--config", file()));
    }

    @Test
    void runHandsTheConfigurationOver() {
        assertEquals(new Outcome(0, "", ""), execute("run", "--config", file()));
        assertEquals(1, runs.size());
        assertEquals("lan0", runs.get(0).configuration().networkInterface());
    }

    @Test
    void runEndsAsTheAgentEnds() {
        CommandLine line = FailoverAgent.commandLine(checked -> 2, HOST);
        assertEquals(2, line.execute("run", "--config", file()));
    }

    @Test
    void runRefusesWhatDoesNotFitTheMachine() throws IOException {
        write("lan1");
        String expected = file() + ":3:12: interface: 'lan1' does not exist here; use one of: lan0\n";
        assertEquals(new Outcome(2, "", expected), execute("run", "--config", file()));
        assertEquals(new Outcome(2, "", expected), execute("config", "check", "--config", file()));
        assertEquals(List.of(), runs);
    }

    @Test
    void configCheck() {
        String expected = file() + ": good: web on a shares 10.77.0.100/24 over lan0, gateway 10.77.0.254,"
                + " no promises (takeovers wait for ZooKeeper; add 'peer:')\n";
        assertEquals(new Outcome(0, expected, ""), execute("config", "check", "--config", file()));
    }

    @Test
    void configCheckTellsOfPromises() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "x".repeat(32));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                Path.of(file()),
                "peer: {listen: [10.77.0.1], secretFile: " + secret + "}\ntiming: fast\n",
                StandardOpenOption.APPEND);
        Outcome outcome = execute("config", "check", "--config", file());
        assertTrue(outcome.out().endsWith(", promises of 100 ms over 10.77.0.1\n"), outcome::toString);
    }

    @Test
    void configCheckListsTheKeys() {
        Outcome outcome = execute("config", "check", "--keys", "--config", "/nonexistent");
        assertEquals(0, outcome.code());
        assertTrue(
                outcome.out()
                        .contains(
                                "zookeeper.session       session timeout, 1s to 40s; a lost server costs it (default 3s)\n"),
                outcome.out());
        assertTrue(outcome.out().contains("optional, such as [/usr/local/bin/check]"), outcome.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "status", "history", "switchover", "config check"})
    void everyProblemOfAFileIsALine(String command) throws IOException {
        Files.writeString(Path.of(file()), "cluster: web\nnode: a\ninterface: lan0\naddresses: []\nzookeeper: {}\n");
        String expected = file() + ":4:12: addresses: is an empty list; write 'addresses: [10.77.0.100/24]'\n" + file()
                + ":5:12: zookeeper.connect: is missing; add 'connect: 10.79.0.10:2181' under 'zookeeper:'\n";
        String[] words = (command + " --config " + file()).split(" ");
        assertEquals(new Outcome(2, "", expected), execute(words));
    }

    static Stream<Arguments> slips() {
        return Stream.of(
                slip(
                        "config",
                        "failover-agent config: which command? check or schema; see 'failover-agent config --help'"),
                slip(
                        "status --bogus",
                        "failover-agent status: Unknown option: '--bogus'; see 'failover-agent status --help'"),
                slip(
                        "status now",
                        "failover-agent status: Unmatched argument at index 1: 'now'; see 'failover-agent status --help'"),
                slip(
                        "switchover --to",
                        "failover-agent switchover: Missing required parameter for option '--to' (NODE); see 'failover-agent switchover --help'"),
                slip(
                        "switchover --to B!",
                        "failover-agent switchover: Invalid value for option '--to': not a node name: 'B!' (1 to 63 lower-case letters, digits, dots or hyphens, a letter or digit first); see 'failover-agent switchover --help'"),
                slip(
                        "maintenance perhaps",
                        "failover-agent maintenance: Invalid value for positional parameter at index 0 (on|off): expected one of [ON, OFF] (case-insensitive) but was 'perhaps'; see 'failover-agent maintenance --help'"),
                slip(
                        "maintenance",
                        "failover-agent maintenance: Missing required parameter: 'on|off'; see 'failover-agent maintenance --help'"),
                slip("fly", "failover-agent: Unmatched argument at index 0: 'fly'; see 'failover-agent --help'"));
    }

    @ParameterizedTest
    @MethodSource("slips")
    void aSlipOnTheCommandLineIsOneLine(String words, String expected) {
        assertEquals(new Outcome(2, "", expected + "\n"), execute(words.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arp", "sysctls"})
    void aGroupGivenAloneNamesItsCommands(String group) {
        CommandLine line = program();
        CommandLine named = group.isEmpty() ? line : line.getSubcommands().get(group);
        String[] words = group.isEmpty() ? new String[0] : new String[] {group};
        Outcome outcome = execute(words);
        String question = outcome.err().replace(" or ", ", ");
        assertEquals(new Outcome(2, "", outcome.err()), outcome);
        assertTrue(
                question.contains("which command? "
                        + String.join(", ", named.getSubcommands().keySet()) + ";"),
                question);
    }

    static Stream<String> commands() {
        return below(program())
                .map(line -> line.getCommandSpec().qualifiedName().replaceFirst("failover-agent ?", ""));
    }

    private static Stream<CommandLine> below(CommandLine line) {
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().flatMap(FailoverAgentTest::below));
    }

    private static CommandLine program() {
        return FailoverAgent.commandLine(checked -> ExitCode.OK, HOST);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpAndVersionEverywhere(String command) {
        Outcome help = execute((command + " --help").trim().split(" "));
        assertEquals(new Outcome(0, help.out(), ""), help);
        assertTrue(
                help.out().startsWith("Usage: failover-agent" + (command.isEmpty() ? "" : " " + command)), help.out());
        assertTrue(help.out().contains("--config=FILE"), help.out());
        assertTrue(!command.startsWith("arp") || help.out().contains("\nExit codes:\n"), help.out());
        Outcome version = execute((command + " --version").trim().split(" "));
        assertEquals(0, version.code());
        assertTrue(version.out().startsWith("failover-agent "), version.out());
    }

    @Test
    void aBugIsNoUsersMistake() {
        CommandLine line = FailoverAgent.commandLine(
                checked -> {
                    throw new IllegalStateException("a bug for this test");
                },
                HOST);
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err, true));
        assertEquals(3, line.execute("run", "--config", file()));
        assertTrue(err.toString().contains("IllegalStateException: a bug for this test"), err.toString());
    }

    private static Arguments slip(String words, String expected) {
        return Arguments.of(words, expected);
    }

    private void serve(FakeAgent agent) throws ControlFailure {
        servers.add(ControlServer.open(directory.resolve("web.sock"), agent));
    }

    private Outcome execute(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = FailoverAgent.commandLine(
                checked -> {
                    runs.add(checked);
                    return ExitCode.OK;
                },
                HOST);
        int code = line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Outcome(code, out.toString(), err.toString());
    }

    private String file() {
        return directory.resolve("agent.yaml").toString();
    }

    private void write(String networkInterface) throws IOException {
        Files.writeString(Path.of(file()), """
                cluster: web
                node: a
                interface: %s
                addresses: [10.77.0.100/24]
                zookeeper:
                  connect: 10.79.0.10:2181
                control: %s
                """.formatted(networkInterface, directory.resolve("web.sock")));
    }
}
