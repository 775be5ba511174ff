package io.arpfailover.coordinator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedZooKeeperTest {
    @TempDir
    private Path directory;

    @Test
    void itAnswersUntilItIsClosedAndThePortIsFreeAfterwards() throws Exception {
        int port;
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, loopback(0))) {
            port = server.port();
            assertEquals("imok", ask(port, "ruok"));
            assertTrue(ask(port, "srvr").contains("Mode: standalone"));
            assertTrue(ask(port, "dump").contains("not in the whitelist"));
        }
        try (EmbeddedZooKeeper again = EmbeddedZooKeeper.start(directory, loopback(port))) {
            assertEquals("imok", ask(again.port(), "ruok"));
        }
    }

    @Test
    void aPortInUseIsOneLine() throws Exception {
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory.resolve("one"), loopback(0))) {
            String message = refusal(directory.resolve("two"), server.port());
            assertTrue(message.contains("Address already in use"), message);
        }
    }

    @Test
    void aDirectoryInUseIsOneLine() throws Exception {
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, loopback(0))) {
            String message = refusal(directory, 0);
            assertEquals("imok", ask(server.port(), "ruok"));
            assertTrue(message.contains("is used by another server"), message);
        }
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsOneLine() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertTrue(refusal(file, 0).contains("cannot be written"));
    }

    @Test
    void aFailedStartLeavesTheDirectoryFree() throws Exception {
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory.resolve("one"), loopback(0))) {
            refusal(directory.resolve("two"), server.port());
            EmbeddedZooKeeper.start(directory.resolve("two"), loopback(0)).close();
        }
    }

    private static String refusal(Path data, int port) {
        String message = assertThrows(ServerException.class, () -> EmbeddedZooKeeper.start(data, loopback(port)))
                .getMessage();
        assertEquals(1, message.lines().count());
        return message;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static String ask(int port, String word) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
