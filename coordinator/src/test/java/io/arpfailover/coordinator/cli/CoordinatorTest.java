package io.arpfailover.coordinator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.arpfailover.coordinator.server.EmbeddedZooKeeper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CoordinatorTest {
    private static final String TENURE =
            "{\"format\":1,\"holder\":\"a\",\"epoch\":3,\"mode\":\"SOLO\",\"since\":1700000000000,\"why\":\"test\"}";
    private static final String MEMBER = "{\"format\":1,\"node\":\"a\",\"incarnation\":\"1\",\"host\":\"h\","
            + "\"version\":\"0.1\",\"interface\":\"lan0\",\"macs\":[],\"addresses\":[],\"fit\":true,\"unfitBecause\":\"\"}";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private EmbeddedZooKeeper server;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedZooKeeper.start(
                directory.resolve("data"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void noClustersIsNoMistake() {
        assertEquals(0, run("status", "--connect", connect()));
        assertTrue(out.toString().startsWith("no clusters yet"));
    }

    @Test
    void aHeldClusterIsListed() throws Exception {
        write(open(), true);
        assertEquals(0, run("status", "--connect", connect()), err::toString);
        List<String> lines = out.toString().lines().toList();
        assertTrue(lines.get(1).matches("web +a +3 SOLO +2023-11-1[0-9: -]+ a \\(fit\\)"), lines.get(1));
    }

    @Test
    void aHolderThatIsGoneIsCodeOne() throws Exception {
        write(open(), false);
        assertEquals(1, run("status", "--connect", connect()));
        assertTrue(out.toString().contains("a (gone)"));
    }

    @Test
    void jsonTellsTheSame() throws Exception {
        write(open(), true);
        assertEquals(0, run("status", "--json", "--connect", connect()));
        JsonNode cluster =
                new ObjectMapper().readTree(out.toString()).get("clusters").get(0);
        assertEquals("web", cluster.get("cluster").textValue());
        assertEquals("a", cluster.get("holder").textValue());
        assertEquals(3, cluster.get("epoch").intValue());
        assertEquals(true, cluster.get("held").booleanValue());
    }

    @Test
    void refusedCredentialsAreOneLineAndCodeTwo() throws Exception {
        write(new ACL(ZooDefs.Perms.ALL, new Id("auth", "")), true);
        assertEquals(2, run("status", "--connect", connect()));
        assertOneLine("permission denied; give the auth file");
        Path auth = Files.writeString(directory.resolve("auth"), "pair:secret");
        Files.setPosixFilePermissions(auth, PosixFilePermissions.fromString("rw-------"));
        assertEquals(0, run("status", "--connect", connect(), "--auth-file", auth.toString()), err::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| say what to do",
                "stauts| stauts",
                "status --verbose| --verbose",
                "status --connect host:port| not a list of ZooKeeper servers",
                "serve| --data",
                "serve --data x --config y| expected only one match",
                "serve --data x --port 70000| not a port number",
                "serve --data x --bind 300.1.2.3| not an address",
                "serve --config /nowhere/zoo.cfg| cannot be read",
                "serve --data /proc/version/x| cannot be written"
            })
    void aMistakeIsOneLineAndCodeTwo(String arguments, String why) {
        String[] words = arguments == null ? new String[0] : arguments.split(" ");
        assertEquals(2, run(words));
        assertOneLine(why);
    }

    @Test
    void versionAndHelpAreNoMistakes() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().startsWith("coordinator "));
        assertEquals(0, run("status", "--help"));
        assertTrue(out.toString().contains("Exit code 0"));
    }

    private void assertOneLine(String why) {
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().contains(why), err::toString);
    }

    private int run(String... arguments) {
        CommandLine command = Coordinator.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private String connect() {
        return "127.0.0.1:" + server.port();
    }

    private static ACL open() {
        return new ACL(ZooDefs.Perms.ALL, new Id("world", "anyone"));
    }

    private void write(ACL rights, boolean withMember) throws Exception {
        ZooKeeper client = new ZooKeeper(connect(), 5_000, event -> {});
        client.addAuthInfo("digest", "pair:secret".getBytes(StandardCharsets.UTF_8));
        for (String path : List.of("", "/clusters", "/clusters/web", "/clusters/web/members")) {
            create(client, "/arp-failover" + path, "", rights);
        }
        create(client, "/arp-failover/clusters/web/tenure", TENURE, rights);
        if (withMember) {
            create(client, "/arp-failover/clusters/web/members/a", MEMBER, rights);
        }
        client.close();
    }

    private static void create(ZooKeeper client, String path, String data, ACL rights) throws Exception {
        client.create(
                path, data.getBytes(StandardCharsets.UTF_8), Collections.singletonList(rights), CreateMode.PERSISTENT);
    }
}
