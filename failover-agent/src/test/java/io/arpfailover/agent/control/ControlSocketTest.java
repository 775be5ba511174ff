package io.arpfailover.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.Clock;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Server and client over a real socket. */
@Timeout(30)
class ControlSocketTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    private Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void aStatusArrivesAsItWasSent() throws Exception {
        open(new FakeAgent(Samples.holder()));
        assertEquals(Samples.holder(), client().status());
    }

    @Test
    void aLongAnswerArrivesWhole() throws Exception {
        List<AddressStatus> thousand = IntStream.range(0, 4000)
                .mapToObj(i -> new AddressStatus(
                        "10." + i / 256 + "." + i % 256 + ".1/8", "held", Optional.of(true), Optional.empty()))
                .toList();
        AgentStatus small = Samples.holder();
        AgentStatus large = Samples.status(thousand, small.networkInterface(), small.zookeeper(), small.peer());
        open(new FakeAgent(large));
        assertEquals(large, client().status());
    }

    @Test
    void historyComesInOrder() throws Exception {
        open(new FakeAgent(Samples.holder(), Samples.MOVE, Samples.MOVE));
        assertEquals(List.of(Samples.MOVE, Samples.MOVE), client().history());
    }

    @Test
    void neighborsAreListed() throws Exception {
        open(new FakeAgent(Samples.holder()));
        assertEquals(List.of(Samples.NEIGHBOR), client().neighbors());
    }

    @Test
    void aSwitchoverThatTakesItsTimeHindersNobody() throws Exception {
        FakeAgent agent = new FakeAgent(Samples.holder());
        open(agent);
        CompletableFuture<ControlResponse.Outcome> moving = CompletableFuture.supplyAsync(() -> {
            try {
                return client().switchover(Optional.of(new NodeName("b")), false);
            } catch (ControlFailure e) {
                throw new AssertionError(e);
            }
        });
        CompletableFuture<ControlResponse> open = agent.switchovers.take();
        assertEquals(Optional.of(new NodeName("b")), agent.targets.take());
        assertEquals("a", client().status().node(), "a second client meanwhile");
        assertFalse(moving.isDone());
        open.complete(new ControlResponse.Outcome(true, "b holds web"));
        assertEquals(new ControlResponse.Outcome(true, "b holds web"), moving.get(20, TimeUnit.SECONDS));
    }

    @Test
    void onlyTheOwnerMayOpenIt() throws Exception {
        Path deep = directory.resolve("run/arp-failover/web.sock");
        keep(ControlServer.open(deep, new FakeAgent(Samples.holder())));
        assertEquals("rw-rw----", mode(deep));
        assertEquals("rwxr-xr-x", mode(deep.getParent()));
        assertEquals(List.of("web.sock", "web.sock.lock"), names(deep.getParent()), "nothing is left of its making");
        assertEquals("rw-------", mode(deep.resolveSibling("web.sock.lock")));
    }

    @Test
    void closingRemovesItAndLetsAnotherAgentCome() throws Exception {
        ControlServer first = open(new FakeAgent(Samples.holder()));
        first.close();
        assertFalse(Files.exists(socket()));
        open(new FakeAgent(Samples.holder(), Samples.MOVE));
        assertEquals(1, client().history().size());
    }

    @Test
    void whatADeadAgentLeftIsReplaced() throws Exception {
        listen().close();
        Files.createDirectory(directory.resolve("web.sock.new"));
        assertTrue(Files.exists(socket()), "a closed listener leaves its file");
        open(new FakeAgent(Samples.holder()));
        assertEquals("a", client().status().node());
    }

    @Test
    void aSecondAgentIsRefused() throws Exception {
        open(new FakeAgent(Samples.holder()));
        assertEquals(
                "another agent runs (process " + ProcessHandle.current().pid() + ") with " + socket()
                        + ": stop it, or set 'cluster:' or 'control:' to another",
                refusal());
        assertEquals("a", client().status().node(), "the first one is undisturbed");
    }

    @Test
    void aStrangersSocketAndFileAreLeftAlone() throws Exception {
        try (ServerSocketChannel stranger = listen()) {
            assertTrue(stranger.isOpen());
            assertEquals(
                    "another program answers on " + socket() + ": stop it, or set 'control:' to another path",
                    refusal());
        }
        Files.delete(socket());
        Files.writeString(socket(), "precious");
        assertEquals(socket() + " is not a socket: remove it, or set 'control:' to another path", refusal());
        assertEquals("precious", Files.readString(socket()));
    }

    @Test
    void aParentThatIsAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        ControlFailure failure = assertThrows(
                ControlFailure.class,
                () -> ControlServer.open(file.resolve("web.sock"), new FakeAgent(Samples.holder())));
        assertTrue(failure.getMessage().startsWith("cannot create " + file + "/web.sock ("), failure.getMessage());
    }

    @Test
    void garbageIsAnsweredWithAnError() throws Exception {
        open(new FakeAgent(Samples.holder()));
        String error = error("not a request: send one line such as {\\\"request\\\":\\\"status\\\"}");
        assertEquals(error, exchange("hello\n"));
        assertEquals(error, exchange("\n"));
        assertEquals(error, exchange("\0\u00ff\n"));
        assertEquals("a", client().status().node());
    }

    @Test
    void aRequestThatIsTooLong() throws Exception {
        open(new FakeAgent(Samples.holder()));
        assertEquals(error("the request is longer than 4096 octets"), exchange("x".repeat(5000)));
        String longest = "{\"request\":\"history\"" + " ".repeat(4096 - 21) + "}\n";
        assertEquals("{\"response\":\"history\",\"moves\":[]}\n", exchange(longest));
    }

    @Test
    void aClientThatSaysNothing() throws Exception {
        open(new FakeAgent(Samples.holder()), new ControlLimits(4096, 16, SHORT, LONG));
        assertEquals(error("no request came within 0 s: send one line of JSON"), exchange("{"));
    }

    @Test
    void aClientThatGoesAwayHalfWay() throws Exception {
        open(new FakeAgent(Samples.holder()));
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            send(channel, "{\"requ");
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            send(channel, "{\"request\":\"status\"}\n");
        }
        assertEquals("a", client().status().node());
    }

    @Test
    void moreClientsThanItServes() throws Exception {
        open(new FakeAgent(Samples.holder()), new ControlLimits(4096, 1, LONG, LONG));
        try (SocketChannel idle = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            assertTrue(idle.isConnected());
            assertEquals(error("more than 1 clients at one time: try again"), exchange(""));
            for (int client = 0; client < 50; client++) { // it may be refused before, while or after it asks
                assertEquals(
                        "the agent on " + socket() + " answers: more than 1 clients at one time: try again",
                        assertThrows(ControlFailure.class, () -> client().status())
                                .getMessage());
            }
        }
    }

    @Test
    void anAgentThatCannotAnswer() throws Exception {
        open(new FakeAgent(CompletableFuture.failedFuture(new IllegalStateException("a bug for this test"))));
        assertEquals(
                "the agent on " + socket() + " answers: the agent failed to answer: see its log",
                assertThrows(ControlFailure.class, () -> client().status()).getMessage());
        assertEquals(List.of(), client().history(), "it goes on answering");
    }

    @Test
    void anAgentThatThrows() throws Exception {
        open(request -> {
            throw new IllegalStateException("a bug for this test");
        });
        assertEquals(error("the agent failed to answer: see its log"), exchange("{\"request\":\"status\"}\n"));
    }

    @Test
    void anAgentThatTakesTooLong() throws Exception {
        open(new FakeAgent(new CompletableFuture<>()), new ControlLimits(4096, 16, LONG, SHORT));
        assertEquals(error("the agent did not answer within 0 s: see its log"), exchange("{\"request\":\"status\"}\n"));
    }

    @Test
    void nobodyThere() throws Exception {
        assertEquals(
                "no agent answers on " + socket() + ": start it with 'failover-agent run' as root",
                assertThrows(ControlFailure.class, () -> client().status()).getMessage());
        listen().close();
        assertEquals(
                "no agent answers on " + socket()
                        + ", which a dead one left: start it with 'failover-agent run' as root",
                assertThrows(ControlFailure.class, () -> client().status()).getMessage());
    }

    @Test
    void aFrozenAgentCostsNoMoreThanOnesPatience() throws Exception {
        try (ServerSocketChannel frozen = listen()) {
            assertTrue(frozen.isOpen());
            ControlClient impatient = new ControlClient(socket(), SHORT, SHORT, Clock.system());
            String expected =
                    "the agent on " + socket() + " did not answer within 0 s: see its log, and restart it if it hangs";
            for (int client = 0; client < 5; client++) { // its queue holds two; the others find it full
                assertEquals(
                        expected,
                        assertThrows(ControlFailure.class, impatient::status).getMessage());
            }
        }
    }

    @Test
    void anAnswerInAnotherLanguage() throws Exception {
        try (ServerSocketChannel other = listen()) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
                try (SocketChannel channel = other.accept()) {
                    send(channel, "220 ready\n");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals(
                    "what answers on " + socket()
                            + " does not speak this version's language: restart the agent after an upgrade",
                    assertThrows(ControlFailure.class, () -> client().status()).getMessage());
            answering.get(20, TimeUnit.SECONDS);
        }
    }

    private Path socket() {
        return directory.resolve("web.sock");
    }

    private ControlClient client() {
        return new ControlClient(socket());
    }

    private ControlServer open(ControlHandler agent) throws ControlFailure {
        return open(agent, socket());
    }

    private ControlServer open(ControlHandler agent, Path path) throws ControlFailure {
        return keep(ControlServer.open(path, agent));
    }

    private ControlServer open(ControlHandler agent, ControlLimits limits) throws ControlFailure {
        return keep(ControlServer.open(socket(), agent, limits, Clock.system()));
    }

    private ControlServer keep(ControlServer server) {
        opened.add(server);
        return server;
    }

    private String refusal() {
        return assertThrows(ControlFailure.class, () -> ControlServer.open(socket(), new FakeAgent(Samples.holder())))
                .getMessage();
    }

    /** A listener that is not ours and accepts nobody. */
    private ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()), 1);
    }

    /** Sends raw text and reads until the other end closes. */
    private String exchange(String text) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            send(channel, text);
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (answer.position() == 0 || answer.get(answer.position() - 1) != '\n') {
                assertTrue(channel.read(answer) >= 0, "closed without an answer");
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        channel.write(StandardCharsets.UTF_8.encode(text));
    }

    private static String error(String text) {
        return "{\"response\":\"error\",\"error\":\"" + text + "\"}\n";
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
