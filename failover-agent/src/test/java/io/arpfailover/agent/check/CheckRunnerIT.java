package io.arpfailover.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.arpfailover.agent.health.CheckLevel;
import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.agent.health.CheckRule;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks as they run: real processes and real servers on the loopback interface. */
class CheckRunnerIT {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final BlockingQueue<CheckResult> results = new LinkedBlockingQueue<>();
    private CheckRunner runner = CheckRunner.start(new ClusterName("web"), new NodeName("a"), List.of(), results::add);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void withoutChecksThereIsNoThread() {
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("check-")));
    }

    @Test
    void exitingWith0PassesAndTheFirstLineIsItsText() throws Exception {
        assertEquals(CheckResult.passed("it", "fine"), script("echo fine; echo more"));
    }

    @Test
    void anyOtherExitFailsWithWhatItSaid() throws Exception {
        assertEquals(CheckResult.failed("it", "exit 3: no space left"), script("echo no space left >&2; exit 3"));
        assertEquals(CheckResult.failed("it", "exit 1"), script("exit 1"));
    }

    @Test
    void itRunsAloneAndKnowsLittle() throws Exception {
        assertEquals(
                "ARP_FAILOVER_CLUSTER,ARP_FAILOVER_NODE,LC_ALL,PATH,PWD,",
                script("env | cut -d= -f1 | sort | tr '\\n' ','").text(),
                "PWD is the shell's own");
        assertEquals(
                "web on a in /",
                script("echo $ARP_FAILOVER_CLUSTER on $ARP_FAILOVER_NODE in $PWD")
                        .text());
        assertEquals("0", script("cat | wc -c").text(), "nothing to read");
        assertEquals(
                "leader",
                script("test $(ps -o sid= -p $$) -eq $$ && echo leader").text());
    }

    @Test
    void argumentsAreTakenAsTheyAre() throws Exception {
        Path file = executable("echo \"$1\"");
        start(settings(new CheckKind.Script(file, List.of("$(id); *")), LONG, LONG));
        assertEquals(CheckResult.passed("it", "$(id); *"), next());
    }

    @Test
    void whatCannotBeRunSaysWhatToDo() throws Exception {
        Path missing = directory.resolve("missing");
        start(settings(new CheckKind.Script(missing, List.of()), LONG, LONG));
        assertEquals(
                CheckResult.failed("it", missing + " does not exist; install it, or correct the configuration"),
                next());
        Path plain = Files.writeString(directory.resolve("plain"), "#!/bin/sh\n");
        start(settings(new CheckKind.Script(plain, List.of()), LONG, LONG));
        assertEquals(CheckResult.failed("it", plain + " is not executable; run 'chmod +x " + plain + "'"), next());
    }

    @Test
    void aScriptThatHangsIsKilledWithAllThatItStarted() throws Exception {
        Path pids = directory.resolve("pids");
        Path file = executable("""
                echo $$ >> %1$s
                sh -c 'echo $$ >> %1$s; exec sleep 600' &
                (sh -c 'echo $$ >> %1$s; exec sleep 600' &) &
                setsid sh -c 'echo $$ >> %1$s; exec sleep 600' &
                trap '' TERM
                sleep 600
                """.formatted(pids));
        start(settings(new CheckKind.Script(file, List.of()), LONG, Duration.ofSeconds(2)));
        NetnsLab.until("all four run", () -> lines(pids).size() == 4);
        assertEquals(List.of(), gone(pids));
        assertEquals(CheckResult.failed("it", "no answer within 2000 ms"), next());
        NetnsLab.until("all four are gone", () -> gone(pids).size() == 4);
    }

    @Test
    void whatAScriptLeavesBehindIsKilled() throws Exception {
        Path pids = directory.resolve("pids");
        assertTrue(script("(sh -c 'echo $$ > %1$s; exec sleep 600' &) & while ! test -s %1$s; do sleep 0.01; done"
                        .formatted(pids))
                .passed());
        NetnsLab.until("it is gone", () -> gone(pids).size() == 1);
    }

    @Test
    void closingKillsWhatRuns() throws Exception {
        Path pids = directory.resolve("pids");
        Path file = executable("echo $$ > " + pids + "; sleep 600");
        start(settings(new CheckKind.Script(file, List.of()), LONG, LONG));
        NetnsLab.until("it runs", () -> lines(pids).size() == 1);
        runner.close();
        NetnsLab.until("it is gone", () -> gone(pids).size() == 1);
        NetnsLab.until(
                "and the threads",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("check-")));
    }

    @Test
    void aFloodIsReadAndThrownAway() throws Exception {
        long before = usedHeap();
        CheckResult result = script("echo first; head -c 100000000 /dev/zero; echo last");
        assertEquals(CheckResult.passed("it", "first"), result);
        assertTrue(usedHeap() - before < 30_000_000, "kept " + (usedHeap() - before));
    }

    @Test
    void aFloodWithoutEndIsAScriptThatHangs() throws Exception {
        Path file = executable("yes");
        start(settings(new CheckKind.Script(file, List.of()), LONG, SHORT));
        assertEquals(CheckResult.failed("it", "no answer within 300 ms"), next());
    }

    /** One that made itself a daemon is left alone, and neither its output nor its hold on the pipe is our affair. */
    @Test
    void aFloodFromADaemonIsNotReadFor() throws Exception {
        Path pids = directory.resolve("pids");
        CheckResult result = script(
                "setsid sh -c 'echo $$ > %1$s; exec yes' & while ! test -s %1$s; do :; done; exit 0".formatted(pids));
        try {
            assertTrue(result.passed(), result.toString());
            NetnsLab.until("its pipe broke", () -> gone(pids).size() == 1);
        } finally {
            lines(pids).forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    @ParameterizedTest
    @CsvSource({"200,true", "204,true", "302,false", "404,false", "503,false"})
    void httpPassesBy2xx(int status, boolean passes) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/health") ? status : 200, -1);
            exchange.close();
        });
        server.start();
        try {
            URI uri = http(server.getAddress().getPort());
            start(settings(new CheckKind.Http(uri), LONG, LONG));
            assertEquals(new CheckResult("it", passes, "status " + status + " (" + uri + ")"), next());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void httpThatIsRefusedSilentOrSomethingElse() throws Exception {
        int port = freePort();
        start(settings(new CheckKind.Http(http(port)), LONG, LONG));
        assertEquals(CheckResult.failed("it", "Connection refused (" + http(port) + ")"), next());
        try (ServerSocket silent = listening()) {
            start(settings(new CheckKind.Http(http(silent.getLocalPort())), LONG, SHORT));
            assertFalse(next().passed());
        }
        try (ServerSocket other = listening()) {
            answer(other, "SSH-2.0-OpenSSH_9.2\r\n");
            start(settings(new CheckKind.Http(http(other.getLocalPort())), LONG, Duration.ofSeconds(5)));
            assertEquals(
                    CheckResult.failed("it", "the answer is not HTTP (" + http(other.getLocalPort()) + ")"), next());
        }
    }

    /** Each octet comes in time, the whole never does; the run must end all the same, or the next one cannot begin. */
    @Test
    void httpThatTricklesIsEnded() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (ServerSocket server = listening()) {
            Thread trickle = new Thread(() -> trickle(server, ended));
            trickle.setDaemon(true);
            trickle.start();
            start(settings(new CheckKind.Http(http(server.getLocalPort())), Duration.ofMillis(600), SHORT));
            assertEquals(CheckResult.failed("it", "no answer within 300 ms"), next());
            NetnsLab.until("the connection was closed", () -> ended.get() >= 1);
            assertEquals(CheckResult.failed("it", "no answer within 300 ms"), next());
        }
    }

    @Test
    void tcpPassesByConnecting() throws Exception {
        try (ServerSocket server = listening()) {
            String where = "127.0.0.1:" + server.getLocalPort();
            start(settings(new CheckKind.Tcp("127.0.0.1", server.getLocalPort()), LONG, LONG));
            assertEquals(CheckResult.passed("it", "connected to " + where), next());
        }
        int port = freePort();
        start(settings(new CheckKind.Tcp("127.0.0.1", port), LONG, LONG));
        assertEquals(CheckResult.failed("it", "Connection refused (127.0.0.1:" + port + ")"), next());
        start(settings(new CheckKind.Tcp("no-such-host.invalid", 80), LONG, LONG));
        assertEquals(
                CheckResult.failed("it", "no-such-host.invalid is unknown; correct the name or /etc/hosts"), next());
    }

    private CheckResult script(String commands) throws Exception {
        start(settings(new CheckKind.Script(executable(commands), List.of()), LONG, LONG));
        return next();
    }

    private void start(CheckSettings settings) {
        runner.close();
        results.clear();
        runner = CheckRunner.start(new ClusterName("web"), new NodeName("a"), List.of(settings), results::add);
    }

    private CheckResult next() throws InterruptedException {
        CheckResult result = results.poll(LONG.toSeconds() * 2, TimeUnit.SECONDS);
        assertTrue(result != null, "no result");
        return result;
    }

    private Path executable(String commands) throws IOException {
        Path file = Files.createTempFile(
                directory,
                "check",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    }

    private static CheckSettings settings(CheckKind kind, Duration interval, Duration timeout) {
        return new CheckSettings(new CheckRule("it", CheckLevel.REQUIRED, 2, 3), kind, interval, timeout);
    }

    private static List<String> gone(Path pids) {
        return lines(pids).stream()
                .filter(pid -> !Files.exists(Path.of("/proc", pid)) || isZombie(pid))
                .toList();
    }

    /** Whoever inherits orphans here may be slow to bury them. */
    private static boolean isZombie(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port + "/health");
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = listening()) {
            return socket.getLocalPort();
        }
    }

    private static void answer(ServerSocket server, String text) {
        Thread thread = new Thread(() -> {
            try (Socket client = server.accept()) {
                client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (IOException e) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void trickle(ServerSocket server, AtomicInteger ended) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    client.getOutputStream().write('x');
                    LockSupport.parkNanos(20_000_000);
                }
            } catch (IOException e) {
                ended.incrementAndGet();
            }
        }
    }
}
