package io.arpfailover.agent.cli;

import static java.util.stream.Collectors.joining;

import io.arpfailover.coordinator.tenure.ClusterName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the configurations of this host's clusters are, each in a file of the cluster's name. */
record ConfigurationDirectory(Path path) {
    static final ConfigurationDirectory INSTALLED = new ConfigurationDirectory(Path.of("/etc/arp-failover"));

    private static final String SUFFIX = ".yaml";
    private static final String PREFERRED = "agent" + SUFFIX;
    /** More than any host has; a line that names them all would be no help. */
    private static final int MOST_NAMED = 16;

    /**
     * Which file to read.
     *
     * @param refusal why none was chosen, and what to do; then {@code file} means nothing
     */
    record Choice(Path file, Optional<String> refusal) {
        static Choice of(Path file) {
            return new Choice(file, Optional.empty());
        }

        static Choice refused(String why) {
            return new Choice(Path.of(""), Optional.of(why));
        }
    }

    /** This cluster's, whether it is there or not: the reading of it says so better. */
    Choice of(ClusterName cluster) {
        return Choice.of(path.resolve(cluster + SUFFIX));
    }

    /** The one to read when none is named: {@code agent.yaml}, or the only one there is. */
    Choice standard() {
        Path preferred = path.resolve(PREFERRED);
        if (Files.exists(preferred)) {
            return Choice.of(preferred);
        }
        try {
            return only(present());
        } catch (NoSuchFileException missing) {
            return Choice.of(preferred);
        } catch (IOException e) {
            return Choice.refused(path + " may not be read by this user; run as root or as a member of its group, or"
                    + " name a file with --config");
        }
    }

    private Choice only(List<Path> present) {
        return switch (present.size()) {
            case 0 -> Choice.of(path.resolve(PREFERRED));
            case 1 -> Choice.of(present.get(0));
            default ->
                Choice.refused("several clusters are configured here; add --cluster and one of: "
                        + present.stream().map(ConfigurationDirectory::name).collect(joining(", ")));
        };
    }

    private List<Path> present() throws IOException {
        List<Path> present = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + SUFFIX)) {
            files.forEach(present::add);
        }
        return present.stream().sorted().limit(MOST_NAMED).toList();
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }
}
