package io.arpfailover.coordinator.zookeeper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/** Who a client says it is to ZooKeeper, and the rights of the nodes it creates. Never printed: holds a password. */
final class Credentials {
    static final List<ACL> OPEN = rightsOf(new Id("world", "anyone"));
    private static final List<ACL> CREATOR_ONLY = rightsOf(new Id("auth", ""));
    private static final Set<PosixFilePermission> FOR_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Optional<String> userAndPassword;

    private Credentials(Optional<String> userAndPassword) {
        this.userAndPassword = userAndPassword;
    }

    static Credentials of(Optional<Path> authFile) throws StoreException {
        return new Credentials(authFile.isEmpty() ? Optional.empty() : Optional.of(read(authFile.get())));
    }

    boolean present() {
        return userAndPassword.isPresent();
    }

    /** With credentials for their owner alone, else for everybody. */
    List<ACL> rights() {
        return present() ? CREATOR_ONLY : OPEN;
    }

    void give(CuratorFrameworkFactory.Builder client) {
        userAndPassword.ifPresent(text -> client.authorization("digest", text.getBytes(StandardCharsets.UTF_8)));
        client.aclProvider(new ACLProvider() {
            @Override
            public List<ACL> getDefaultAcl() {
                return rights();
            }

            @Override
            public List<ACL> getAclForPath(String path) {
                return rights();
            }
        });
    }

    /** Not List.of: ZooKeeper asks the list whether it contains null, which that one takes for a bug. */
    private static List<ACL> rightsOf(Id who) {
        return Collections.singletonList(new ACL(ZooDefs.Perms.ALL, who));
    }

    private static String read(Path file) throws StoreException {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(FOR_OTHERS::contains)) {
                throw new StoreException("auth file " + file + " is open to others; run: chmod 600 " + file);
            }
            String text = Files.readString(file).strip();
            if (text.lines().count() != 1 || text.startsWith(":") || text.endsWith(":") || !text.contains(":")) {
                throw new StoreException("auth file " + file + " must hold one line, user:password");
            }
            return text;
        } catch (IOException e) {
            throw new StoreException(
                    "auth file " + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); create it with one line, user:password, and mode 0600",
                    e);
        }
    }
}
