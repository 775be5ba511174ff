package io.arpfailover.coordinator.server;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumServerTest {
    @TempDir
    private Path directory;

    @Test
    void threeServersServeTogether() throws Exception {
        List<Integer> ports = freePorts(9);
        Deque<QuorumServer> servers = new ArrayDeque<>();
        try {
            for (int id = 1; id <= 3; id++) {
                servers.push(QuorumServer.start(configuration(id, ports)));
            }
            CountDownLatch connected = new CountDownLatch(1);
            String connect = "127.0.0.1:" + ports.get(0) + ",127.0.0.1:" + ports.get(1) + ",127.0.0.1:" + ports.get(2);
            ZooKeeper client = new ZooKeeper(connect, 10_000, event -> {
                if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                    connected.countDown();
                }
            });
            assertTrue(connected.await(30, TimeUnit.SECONDS), "a majority serves");
            assertNotNull(client.exists("/zookeeper", false));
            client.close();
        } finally {
            servers.forEach(QuorumServer::close);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tickTime=500;clientPort=2181| dataDir is not set",
                "tickTime=500;dataDir=DIR;clientPort=2181| names no quorum",
                "tickTime=x;dataDir=DIR;clientPort=2181| For input string",
                "dataDir=DIR;clientPort=2181;initLimit=5;syncLimit=2;server.1=h:1:2;server.2=i:1:2;server.3=j:1:2| myid"
            })
    void aWrongConfigurationIsOneLine(String text, String why) throws Exception {
        Path file = directory.resolve("zoo.cfg");
        Files.writeString(file, text.replace("DIR", directory.toString()).replace(';', '\n'));
        String message = assertThrows(ServerException.class, () -> QuorumServer.start(file))
                .getMessage();
        assertTrue(message.startsWith("configuration " + file), message);
        assertTrue(message.contains(why), message);
    }

    @Test
    void aMissingConfigurationIsOneLine() {
        Path file = directory.resolve("none");
        String message = assertThrows(ServerException.class, () -> QuorumServer.start(file))
                .getMessage();
        assertTrue(message.contains(file + " cannot be read"), message);
    }

    private Path configuration(int id, List<Integer> ports) throws IOException {
        Path data = Files.createDirectories(directory.resolve("server" + id));
        Files.writeString(data.resolve("myid"), Integer.toString(id));
        StringBuilder text = new StringBuilder("tickTime=500\ninitLimit=20\nsyncLimit=10\ndataDir=" + data
                + "\nclientPortAddress=127.0.0.1\nclientPort=" + ports.get(id - 1) + "\n");
        for (int other = 1; other <= 3; other++) {
            text.append("server." + other + "=127.0.0.1:" + ports.get(2 + other) + ":" + ports.get(5 + other) + "\n");
        }
        return Files.writeString(directory.resolve("zoo" + id + ".cfg"), text);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0));
            ports.add(sockets.get(i).getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }
}
