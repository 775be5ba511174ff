package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/** Looks at an ensemble and one cluster's nodes through a connected client. Reads only, and waits for ZooKeeper. */
final class Surveyor {
    private static final int PINGS = 5;
    private static final int MOST_NOTES = 8;
    /** A line of the configuration that ZooKeeper publishes: server.1=host:2888:3888:participant;2181. */
    private static final Pattern VOTER = Pattern.compile("server\\.[0-9]+=(?!.*:observer).*");

    private final CuratorFramework client;
    private final ClusterPaths paths;
    private final Clock clock;

    Surveyor(CuratorFramework client, ClusterPaths paths, Clock clock) {
        this.client = client;
        this.paths = paths;
        this.clock = clock;
    }

    /** How to read the records of the cluster, when there are some and we may. */
    interface Reports {
        Optional<ClusterReport> read() throws Exception;
    }

    EnsembleSurvey survey(Reports reports) throws Exception {
        Duration session =
                Duration.ofMillis(client.getZookeeperClient().getZooKeeper().getSessionTimeout());
        Duration latency = latency();
        OptionalInt voters = voters();
        try {
            EnsembleSurvey.Access access = access();
            return new EnsembleSurvey(session, latency, voters, access, reports.read(), refused());
        } catch (KeeperException.NoAuthException denied) {
            return new EnsembleSurvey(
                    session, latency, voters, EnsembleSurvey.Access.DENIED, Optional.empty(), List.of());
        }
    }

    private Duration latency() throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int ping = 0; ping < PINGS; ping++) {
            MonotonicTime sent = clock.now();
            client.checkExists().forPath("/");
            times.add(sent.until(clock.now()));
        }
        return times.stream().sorted().skip(PINGS / 2).findFirst().orElseThrow();
    }

    /** Behind a root in the connect string the ensemble's own node cannot be seen. */
    private OptionalInt voters() throws Exception {
        try {
            byte[] published = client.getConfig().forEnsemble();
            long servers = new String(published, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> VOTER.matcher(line).matches())
                    .count();
            return servers == 0 ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(servers));
        } catch (KeeperException.NoNodeException | KeeperException.NoAuthException doesNotSay) {
            return OptionalInt.empty();
        }
    }

    private EnsembleSurvey.Access access() throws Exception {
        try {
            boolean open = client.getACL().forPath(paths.base()).stream().anyMatch(Surveyor::isForEverybody);
            return open ? EnsembleSurvey.Access.OPEN : EnsembleSurvey.Access.OURS;
        } catch (KeeperException.NoNodeException noneYet) {
            return EnsembleSurvey.Access.NO_RECORDS;
        }
    }

    private static boolean isForEverybody(ACL right) {
        boolean changes = (right.getPerms() & ~ZooDefs.Perms.READ) != 0;
        return changes && right.getId().getScheme().equals("world");
    }

    private List<String> refused() throws Exception {
        try {
            List<String> notes = new ArrayList<>();
            Notes reader = new Notes(client, paths);
            List<String> nodes = client.getChildren().forPath(paths.refused()).stream()
                    .sorted()
                    .limit(MOST_NOTES)
                    .toList();
            for (String node : nodes) {
                reader.data(paths.refused() + "/" + node, new Stat())
                        .flatMap(data -> Records.refusal(data).value())
                        .ifPresent(note -> notes.add(note.node() + ": " + note.why()));
            }
            return notes;
        } catch (KeeperException.NoNodeException noneYet) {
            return List.of();
        }
    }
}
