package io.arpfailover.coordinator.zookeeper;

import static io.arpfailover.coordinator.zookeeper.Lab.A;
import static io.arpfailover.coordinator.zookeeper.Lab.PATHS;
import static io.arpfailover.coordinator.zookeeper.Lab.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.binding.BindingShard;
import io.arpfailover.coordinator.binding.BindingWish;
import io.arpfailover.coordinator.binding.BoundAddress;
import io.arpfailover.coordinator.binding.BoundMac;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.zookeeper.RecordingListener.Told;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RightsTest {
    private static final BoundAddress BOUND = BoundAddress.parse("10.77.0.5");

    @TempDir
    private Path directory;

    private Lab lab;
    private Lab.Node a;

    @BeforeEach
    void start() throws Exception {
        lab = new Lab(directory);
        Path file = lab.authFile("pair:secret\n", "rw-------");
        a = lab.open(Optional.of(file), new RecordingListener()).registered(member("a"));
        a.store().writeIntent(intent -> intent).get(10, TimeUnit.SECONDS);
        a.store()
                .appendHistory(new Move(1, A, Optional.empty(), "test", 0, Map.of()))
                .get(10, TimeUnit.SECONDS);
        a.store()
                .bindings()
                .write(
                        new BindingAuthor("a", 1),
                        List.of(new BindingWish.Put(
                                BOUND, BoundMac.parse("02:00:00:00:00:05"), Optional.empty(), BindingWish.Mode.ADD)))
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    /** Every node, the parents too: the right to delete a node is a right on its parent. */
    @Test
    void everyNodeBelongsToItsCreatorAlone() throws Exception {
        ZooKeeper owner = lab.stranger();
        owner.addAuthInfo("digest", "pair:secret".getBytes(StandardCharsets.UTF_8));
        for (String path : List.of(
                "/arp-failover",
                "/arp-failover/clusters",
                PATHS.base(),
                PATHS.tenure(),
                PATHS.members(),
                PATHS.member(A),
                PATHS.intent(),
                PATHS.history(),
                PATHS.history(1),
                PATHS.bindings(),
                PATHS.bindings(BindingShard.of(BOUND)))) {
            List<ACL> rights = owner.getACL(path, new org.apache.zookeeper.data.Stat());
            assertEquals(1, rights.size(), path);
            assertEquals("digest", rights.get(0).getId().getScheme(), path);
            assertTrue(rights.get(0).getId().getId().startsWith("pair:"), path);
            assertEquals(ZooDefs.Perms.ALL, rights.get(0).getPerms(), path);
        }
    }

    @Test
    void aStrangerCanNeitherReadNorWriteNorDelete() throws Exception {
        ZooKeeper stranger = lab.stranger();
        assertThrows(NoAuthException.class, () -> stranger.getData(PATHS.tenure(), false, null));
        assertThrows(NoAuthException.class, () -> stranger.setData(PATHS.tenure(), new byte[0], -1));
        assertThrows(NoAuthException.class, () -> stranger.delete(PATHS.tenure(), -1));
        assertThrows(NoAuthException.class, () -> stranger.delete(PATHS.member(A), -1));
        assertThrows(NoAuthException.class, () -> stranger.delete(PATHS.bindings(), -1));
    }

    @Test
    void aStoreWithoutCredentialsIsToldWhatToDo() throws Exception {
        Lab.Node b = lab.open();
        b.store().register(member("b"));
        String what = b.heard().await(Told.Failed.class).what();
        assertTrue(what.contains("permission denied; give the auth file"), what);
    }

    @Test
    void aStoreWithWrongCredentialsIsToldWhichFileToCorrect() throws Exception {
        Path file = lab.authFile("pair:guess", "rw-------");
        Lab.Node b = lab.open(Optional.of(file), new RecordingListener());
        b.store().register(member("b"));
        String what = b.heard().await(Told.Failed.class).what();
        assertTrue(what.contains("permission denied; auth file " + file), what);
    }

    @Test
    void theDirectoryNeedsTheCredentialsToo() throws Exception {
        try (ClusterDirectory directory = ClusterDirectory.open(lab.settings(Optional.empty()))) {
            String message =
                    assertThrows(StoreException.class, directory::clusters).getMessage();
            assertTrue(message.contains("permission denied"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
    void anAuthFileThatOthersCanOpenIsRefused(String mode) throws Exception {
        Path file = lab.authFile("pair:secret", mode);
        assertTrue(refusal(file).contains("run: chmod 600 " + file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pair", ":secret", "pair:", "a:b\nc:d"})
    void anAuthFileOfAnotherShapeIsRefused(String text) throws Exception {
        Path file = lab.authFile(text, "rw-------");
        assertTrue(refusal(file).contains("must hold one line, user:password"));
    }

    @Test
    void anAuthFileThatIsMissingIsRefused() {
        assertTrue(refusal(directory.resolve("none")).contains("cannot be read"));
    }

    private String refusal(Path file) {
        return assertThrows(StoreException.class, () -> lab.open(Optional.of(file), new RecordingListener()))
                .getMessage();
    }
}
