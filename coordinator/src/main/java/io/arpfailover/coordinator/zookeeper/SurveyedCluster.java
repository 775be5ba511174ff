package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.zookeeper.Survey.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** One cluster as a {@link Survey} knows it, read part by part. Of one thread. */
final class SurveyedCluster {
    /** There are two, and a stranger may add any number. */
    private static final int MOST_MEMBERS = 16;

    private final CuratorFramework client;
    private final ClusterName name;
    private final ClusterPaths paths;
    private final Notes notes;
    private final Remedy remedy;
    private final Map<Part, List<String>> unreadable = new EnumMap<>(Part.class);

    private VersionedTenure tenure = new VersionedTenure(Tenure.NONE, 0);
    private List<Member> members = List.of();
    private Intent intent = Intent.NONE;
    private List<Move> newest = List.of();
    private boolean read;
    private Optional<ClusterReport> told = Optional.empty();

    SurveyedCluster(CuratorFramework client, ClusterName name, Remedy remedy) {
        this.client = client;
        this.name = name;
        this.paths = new ClusterPaths(name);
        this.notes = new Notes(client, paths);
        this.remedy = remedy;
    }

    boolean isRead() {
        return read;
    }

    /** Reads these parts; false when there is no such cluster. What may not be read is told in the report. */
    boolean read(EnumSet<Part> parts) throws Exception {
        for (Part part : parts) {
            unreadable.put(part, new ArrayList<>());
            try {
                if (!read(part)) {
                    return false;
                }
            } catch (KeeperException.NoAuthException e) {
                unreadable.get(part).add(remedy.line("read " + paths.base(), e));
            }
        }
        read = true;
        return true;
    }

    /** Whether the report is another than the last one asked about; the version of the tenure alone is no news. */
    boolean isNews() {
        ClusterReport now = report();
        Optional<ClusterReport> timeless = Optional.of(new ClusterReport(
                now.name(),
                new VersionedTenure(now.tenure().tenure(), 0),
                now.members(),
                now.intent(),
                now.history(),
                now.unreadable()));
        boolean news = !told.equals(timeless);
        told = timeless;
        return news;
    }

    ClusterReport report() {
        List<String> lines = unreadable.values().stream()
                .flatMap(List::stream)
                .limit(MOST_MEMBERS)
                .toList();
        return new ClusterReport(name, tenure, members, intent, newest, lines);
    }

    private boolean read(Part part) throws Exception {
        return switch (part) {
            case TENURE -> readTenure();
            case MEMBERS -> {
                members = readMembers();
                yield true;
            }
            case INTENT -> {
                intent = notes.intent()
                        .flatMap(record -> readable(part, paths.intent(), record))
                        .orElse(Intent.NONE);
                yield true;
            }
            case HISTORY -> {
                newest = notes.newest().stream().toList();
                yield true;
            }
        };
    }

    private boolean readTenure() throws Exception {
        Stat stat = new Stat();
        Optional<byte[]> data = notes.data(paths.tenure(), stat);
        Tenure found = data.flatMap(bytes -> readable(Part.TENURE, paths.tenure(), Records.tenure(bytes)))
                .orElse(Tenure.NONE);
        tenure = new VersionedTenure(found, stat.getVersion());
        return data.isPresent();
    }

    private List<Member> readMembers() throws Exception {
        List<Member> present = new ArrayList<>();
        for (String node : memberNodes()) {
            String path = paths.members() + "/" + node;
            notes.data(path, new Stat())
                    .flatMap(data -> readable(Part.MEMBERS, path, Records.member(data)))
                    .ifPresent(present::add);
        }
        return present;
    }

    private List<String> memberNodes() throws Exception {
        try {
            List<String> nodes = new ArrayList<>(client.getChildren().forPath(paths.members()));
            Collections.sort(nodes);
            return nodes.subList(0, Math.min(nodes.size(), MOST_MEMBERS));
        } catch (KeeperException.NoNodeException noneYet) {
            return List.of();
        }
    }

    private <T> Optional<T> readable(Part part, String path, Decoded<T> record) {
        if (record.value().isEmpty()) {
            unreadable.get(part).add(path + ": " + record.why());
        }
        return record.value();
    }
}
