package io.arpfailover.agent.doctor.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The text files of a host, below a root that a test may choose. What is not there, or not for us to read, is absent;
 * of a long file only the beginning is seen.
 */
record HostFiles(Path root) {
    static final HostFiles OF_THIS_HOST = new HostFiles(Path.of("/"));

    private static final int MOST_OCTETS = 256 * 1024;
    private static final int MOST_ENTRIES = 4096;

    /** A file and what is in it. */
    record Text(String path, String content) {}

    /** Without white space at both ends. */
    Optional<String> text(String path) {
        try (InputStream in = Files.newInputStream(below(path))) {
            return Optional.of(new String(in.readNBytes(MOST_OCTETS), StandardCharsets.UTF_8).strip());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    boolean exists(String path) {
        return Files.exists(below(path));
    }

    /** The names in a directory, sorted; none when it cannot be listed. */
    List<String> names(String directory) {
        try (Stream<Path> entries = Files.list(below(directory))) {
            return entries.limit(MOST_ENTRIES)
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** The files in a directory, those in the directories right below it too. */
    List<Text> texts(String directory) {
        return names(directory).stream()
                .map(name -> directory + "/" + name)
                .flatMap(path -> Files.isDirectory(below(path))
                        ? names(path).stream().map(name -> path + "/" + name)
                        : Stream.of(path))
                .flatMap(path -> text(path).map(content -> new Text(path, content)).stream())
                .toList();
    }

    private Path below(String path) {
        return root.resolve(path.substring(1));
    }
}
