package io.arpfailover.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two files of {@code examples/pair} are good, and make one pair. */
class ExamplePairTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "pair");

    private final AgentConfiguration a = read("a");
    private final AgentConfiguration b = read("b");

    @Test
    void theyAgreeOnWhatBothMustKnow() {
        assertEquals(a.cluster(), b.cluster());
        assertEquals(a.addresses(), b.addresses());
        assertEquals(a.gateway(), b.gateway());
        assertEquals(a.zookeeper(), b.zookeeper());
        assertEquals(a.timing(), b.timing());
        assertEquals(a.peer().orElseThrow().port(), b.peer().orElseThrow().port());
        assertEquals(a.peer().orElseThrow().secretFile(), b.peer().orElseThrow().secretFile());
    }

    @Test
    void theyDifferInWhatIsTheirOwn() {
        assertNotEquals(a.node(), b.node());
        Set<Ipv4Address> paths = new TreeSet<>(Comparator.comparing(Ipv4Address::toString));
        paths.addAll(a.peer().orElseThrow().listen());
        paths.addAll(b.peer().orElseThrow().listen());
        assertEquals(4, paths.size());
    }

    /** Each path of the one ends at the other, on the same network; the first one is the LAN. */
    @Test
    void theyReachEachOther() {
        List<Ipv4Address> ofA = a.peer().orElseThrow().listen();
        List<Ipv4Address> ofB = b.peer().orElseThrow().listen();
        for (int path = 0; path < ofA.size(); path++) {
            assertTrue(new Ipv4Prefix(ofA.get(path), 24).contains(ofB.get(path)), ofA + " " + ofB);
        }
        assertTrue(a.addresses().get(0).contains(ofA.get(0)));
        assertTrue(a.addresses().get(0).contains(a.gateway().orElseThrow()));
    }

    @Test
    void theirSecretsAreWhereTheContractWantsThem() {
        assertEquals(
                Path.of("/etc/arp-failover/web.secret"), a.peer().orElseThrow().secretFile());
        assertEquals(
                Path.of("/etc/arp-failover/zookeeper.auth"),
                a.zookeeper().authFile().orElseThrow());
    }

    @Test
    void theSecretsAreMadeOnceAndForTheirOwnerAlone(@TempDir Path directory) throws Exception {
        makeSecrets(directory);
        String made = Files.readString(directory.resolve("web.secret"));
        makeSecrets(directory);
        assertEquals(made, Files.readString(directory.resolve("web.secret")), "the second time");
        assertTrue(made.length() > 32, made);
        assertTrue(Files.readString(directory.resolve("zookeeper.auth")).matches("arp-failover:[A-Za-z0-9_-]{48}\n"));
        for (String name : List.of("web.secret", "zookeeper.auth")) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))));
        }
    }

    private static void makeSecrets(Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(EXAMPLE.resolve("make-secrets").toString(), directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, process.waitFor());
    }

    private static AgentConfiguration read(String server) {
        Path file = EXAMPLE.resolve(server).resolve("web.yaml");
        return ConfigurationFile.read(file).map(ConfigurationReading.Valid::configuration, bad -> {
            throw new AssertionError(bad.problems().toString());
        });
    }
}
