package io.arpfailover.coordinator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.arpfailover.coordinator.server.EmbeddedZooKeeper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bindings of a cluster by hand, with a real server and a cluster in its epoch 7. */
@Timeout(60)
class BindingsCommandTest {
    private static final List<ACL> OPEN =
            Collections.singletonList(new ACL(ZooDefs.Perms.ALL, new Id("world", "anyone")));

    @TempDir
    private Path directory;

    private EmbeddedZooKeeper server;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedZooKeeper.start(
                directory.resolve("data"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ZooKeeper client = new ZooKeeper(connect(), 4_000, event -> {});
        String path = "";
        for (String name : List.of("arp-failover", "clusters", "web", "bindings")) {
            path += "/" + name;
            client.create(path, new byte[0], OPEN, CreateMode.PERSISTENT);
        }
        client.create(
                "/arp-failover/clusters/web/tenure",
                "{\"format\":1,\"holder\":\"a\",\"epoch\":7,\"mode\":\"SOLO\",\"since\":1,\"why\":\"test\"}"
                        .getBytes(StandardCharsets.UTF_8),
                OPEN,
                CreateMode.PERSISTENT);
        client.close();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBindingIsPutShownAndRemoved() throws Exception {
        assertEquals("no bindings: write them with put or import\n", run("list").out());
        assertEquals(
                new Ended(0, "done: 10.0.0.5 is bound to 02:00:00:00:00:05\n", ""),
                run("put 10.0.0.5 02:00:00:00:00:05 --comment printer"));
        assertEquals(
                new Ended(0, "done: 10.0.0.5 is bound to 02:00:00:00:00:05, as it was\n", ""),
                run("put 10.0.0.5 02:00:00:00:00:05"));
        Ended shown = run("get 10.0.0.5");
        assertTrue(
                shown.out().matches("ADDRESS .*COMMENT\n10\\.0\\.0\\.5 +02:00:00:00:00:05 +7 +1 \\S+ +printer\n"),
                shown::out);
        JsonNode json = new ObjectMapper().readTree(run("list --json").out());
        assertEquals("web", json.get("cluster").textValue());
        assertEquals("02:00:00:00:00:05", json.at("/bindings/0/mac").textValue());
        assertEquals(7, json.at("/bindings/0/epoch").intValue());
        assertEquals(new Ended(0, "done: 10.0.0.5 is not bound any more\n", ""), run("remove 10.0.0.5"));
        assertEquals(new Ended(0, "done: 10.0.0.5 was not bound\n", ""), run("remove 10.0.0.5"));
        assertEquals(new Ended(1, "", "refused: 10.0.0.5 is not bound in cluster web\n"), run("get 10.0.0.5"));
    }

    @Test
    void anotherMacNeedsReplace() {
        run("put 10.0.0.5 02:00:00:00:00:05 --comment printer");
        Ended refused = run("put 10.0.0.5 02:00:00:00:00:06");
        assertEquals(1, refused.code());
        assertTrue(
                refused.err()
                        .matches(
                                "refused: 10\\.0\\.0\\.5 is bound to 02:00:00:00:00:05 \\(by \\S+ in epoch 7, version 1:"
                                        + " printer\\); to bind it anew, use --replace\n"),
                refused::err);
        assertEquals(
                new Ended(0, "done: 10.0.0.5 is bound to 02:00:00:00:00:06, no longer to 02:00:00:00:00:05\n", ""),
                run("put 10.0.0.5 02:00:00:00:00:06 --replace"));
    }

    @Test
    void anImportIsWholeOrNotAtAll() throws Exception {
        run("put 10.0.0.5 02:00:00:00:00:05");
        Path file = write("10.0.0.5 02:00:00:00:00:05\n10.0.0.6 02:00:00:00:00:06 printer\n# end\n");
        assertEquals(new Ended(0, "done: 1 added, 0 changed, 1 unchanged\n", ""), run("import " + file));
        write("10.0.0.7 02:00:00:00:00:07\n10.0.0.6 02:00:00:00:00:16\n");
        Ended refused = run("import " + file);
        assertEquals(1, refused.code());
        assertTrue(refused.err().startsWith(file + ":2: 10.0.0.6 is bound to 02:00:00:00:00:06 (by "), refused::err);
        assertTrue(refused.err().endsWith("refused: 1 of 2 bindings; nothing was written\n"), refused::err);
        assertEquals(1, run("get 10.0.0.7").code());
        assertEquals(new Ended(0, "done: 1 added, 1 changed, 0 unchanged\n", ""), run("import --replace " + file));
    }

    @Test
    void everyMistakeInAFileIsTold() throws Exception {
        Path file = write("10.0.0.5 02:00:00:00:00:05\n10.0.0.5 02:00:00:00:00:06\n10.0.0.300 x\n");
        assertEquals(
                new Ended(
                        2,
                        "",
                        file + ":2:1: 10.0.0.5 is bound to 02:00:00:00:00:06 here, and to 02:00:00:00:00:05 in line 1;"
                                + " remove one\n"
                                + file + ":3:1: not an IPv4 address: '10.0.0.300' (four numbers from 0 to 255, as in"
                                + " 10.77.0.100)\n"),
                run("import " + file));
    }

    @Test
    void whatIsExportedCanBeImported() throws Exception {
        run("put 10.0.0.15 02:00:00:00:00:15");
        run("put 10.0.0.6 02:00:00:00:00:06 --comment printer");
        String lines = "10.0.0.6 02:00:00:00:00:06 printer\n10.0.0.15 02:00:00:00:00:15\n";
        assertEquals(new Ended(0, lines, ""), run("export"));
        Path file = directory.resolve("exported");
        assertEquals(new Ended(0, "done: 2 bindings are in " + file + "\n", ""), run("export " + file));
        assertEquals(lines, Files.readString(file));
        assertEquals(new Ended(0, "done: 0 added, 0 changed, 2 unchanged\n", ""), run("import " + file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "put 10.0.0.256 02:00:00:00:00:05| not an IPv4 address",
                "put 10.0.0.5 ff:ff:ff:ff:ff:ff| not a MAC address of a station",
                "put 10.0.0.5| Missing required parameter: 'MAC'",
                "import /nowhere| /nowhere cannot be read (NoSuchFileException)",
                "export /nowhere/x| /nowhere/x cannot be written (NoSuchFileException)"
            })
    void aMistakeIsOneLineAndCodeTwo(String command, String why) {
        Ended ended = run(command);
        assertEquals(2, ended.code());
        assertEquals(1, ended.err().lines().count(), ended::err);
        assertTrue(ended.err().contains(why), ended::err);
    }

    @Test
    void aClusterThatIsNotThere() {
        Ended ended = Ended.of("bindings wbe list --connect " + connect());
        assertEquals(2, ended.code());
        assertTrue(ended.err().contains("there is no cluster wbe; there are: web"), ended::err);
        assertEquals(2, Ended.of("bindings web").code());
        assertTrue(Ended.of("bindings web").err().contains("list, get, put, remove, import or export"));
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("bindings"), text);
    }

    private Ended run(String command) {
        return Ended.of("bindings web " + command + " --connect " + connect());
    }

    private String connect() {
        return "127.0.0.1:" + server.port();
    }
}
