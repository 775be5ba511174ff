package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a receiver in Python, which has such sockets. Needs python3. */
@Timeout(30)
class NotifySocketNetnsIT {
    private static final String RECEIVER = """
            import socket, sys
            name = sys.argv[1]
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind('\\0' + name[1:] if name[0] == '@' else name)
            print('bound', flush=True)
            print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
            sys.stdin.read()
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"@arp-failover-notify-test", "path"})
    void aManagerHearsWhatIsSent(String kind) throws IOException {
        String name = kind.equals("path") ? directory.resolve("notify").toString() : kind;
        Process receiver = new ProcessBuilder("python3", "-c", RECEIVER, name).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(receiver.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("bound", out.readLine());
            try (NotifySocket socket = NotifySocket.open(name).orElseThrow()) {
                assertTrue(socket.send("READY=1\nSTATUS=holding"));
                assertEquals("READY=1 STATUS=holding", out.readLine());
                assertFalse(fill(socket), "a manager that does not read must not hold us up");
            }
        } finally {
            receiver.destroyForcibly();
        }
    }

    @Test
    void nobodyListens() {
        assertEquals(
                Optional.empty(), NotifySocket.open(directory.resolve("none").toString()));
        assertEquals(Optional.empty(), NotifySocket.open("relative"));
        assertEquals(Optional.empty(), NotifySocket.open(""));
        assertEquals(Optional.empty(), NotifySocket.open("/" + "x".repeat(200)));
    }

    /** Whether the last of many was taken. */
    private static boolean fill(NotifySocket socket) {
        boolean taken = true;
        for (int i = 0; i < 5000 && taken; i++) {
            taken = socket.send("WATCHDOG=1");
        }
        return taken;
    }
}
