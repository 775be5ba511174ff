package io.arpfailover.agent.kernel;

import static java.util.stream.Collectors.joining;

import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
import io.arpfailover.agent.multihome.Host;
import io.arpfailover.agent.multihome.Setting;
import io.arpfailover.agent.multihome.Sysctl;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings that one cluster's agent has changed, and what they were before; to be put back.
 *
 * <p>The values found are in a file before the first is changed, so whoever comes after a killed agent can put them
 * back. The file counts on the boot and in the network namespace it was written in. A value that is not as it was set
 * has been changed by somebody else since, and stays; so does one that another cluster's agent on this host needs.
 *
 * <p>Each line but the first: the interface, the setting, the value found, the value set. Not for several threads.
 */
public final class ChangedSysctls {
    private static final String SUFFIX = ".sysctls";

    private final Path directory;
    private final Path file;
    private final String host;

    private ChangedSysctls(Path directory, Path file, String host) {
        this.directory = directory;
        this.file = file;
        this.host = host;
    }

    /** Those of a cluster; changes nothing. */
    public static ChangedSysctls of(Path stateDirectory, ClusterName cluster) {
        return new ChangedSysctls(
                stateDirectory,
                stateDirectory.resolve(cluster + SUFFIX),
                HostIdentity.read().text());
    }

    /** One change. */
    private record Change(Setting set, int found) {

        private boolean isOf(Setting setting) {
            return set.interfaceName().equals(setting.interfaceName()) && set.sysctl() == setting.sysctl();
        }

        private boolean isInForce() {
            return Sysctls.value(set.interfaceName(), set.sysctl()).orElse(found) == set.value();
        }

        private Setting before() {
            return new Setting(set.interfaceName(), set.sysctl(), found);
        }

        private String text() {
            return set.interfaceName() + " " + set.sysctl().text() + " " + found + " " + set.value();
        }
    }

    /** The host as it would be without any such change, also without those of other clusters. */
    public Host without(Host now) {
        Host found = now;
        for (Change change : all()) {
            if (change.isInForce()) {
                found = found.with(change.before());
            }
        }
        return found;
    }

    /** How many are in force. */
    public int count() {
        return (int) changesIn(file).stream().filter(Change::isInForce).count();
    }

    /**
     * Makes these the changes that are in force, and puts the others back.
     *
     * @return the first failure, if there is one
     */
    public KernelResult change(List<Setting> wanted) {
        try {
            List<Change> before = changesIn(file);
            List<Change> changes = wanted.stream().map(this::change).toList();
            List<Change> dropped = before.stream()
                    .filter(change -> wanted.stream().noneMatch(change::isOf))
                    .toList();
            KernelResult putBack = setAll(putBack(dropped));
            if (!putBack.isDone()) {
                return putBack;
            }
            write(changes);
            return setAll(wanted);
        } catch (IOException e) {
            return new Failed(
                    Reason.REFUSED,
                    "cannot keep the values found in " + file + ": " + e + "; make it writable, or set 'state:' to"
                            + " another directory");
        }
    }

    /** Puts all back. */
    public KernelResult putBack() {
        return change(List.of());
    }

    private Change change(Setting setting) {
        int found = all().stream()
                .filter(change -> change.isOf(setting) && change.isInForce())
                .map(Change::found)
                .findFirst()
                .orElseGet(() ->
                        Sysctls.value(setting.interfaceName(), setting.sysctl()).orElse(0));
        return new Change(setting, found);
    }

    private List<Setting> putBack(List<Change> dropped) {
        List<Change> ofOthers = others();
        return dropped.stream()
                .filter(Change::isInForce)
                .filter(change -> ofOthers.stream().noneMatch(other -> other.isOf(change.set())))
                .map(Change::before)
                .toList();
    }

    private static KernelResult setAll(List<Setting> settings) {
        Optional<KernelResult> failure = settings.stream()
                .map(Sysctls::set)
                .filter(result -> !result.isDone())
                .findFirst();
        return failure.orElse(new Done());
    }

    // ---- the files

    private List<Change> all() {
        return Stream.concat(changesIn(file).stream(), others().stream()).toList();
    }

    private List<Change> others() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(other -> other.toString().endsWith(SUFFIX) && !other.equals(file))
                    .flatMap(other -> changesIn(other).stream())
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** None in a file of another boot or namespace; a line that makes no sense is left out. */
    private List<Change> changesIn(Path one) {
        try {
            List<String> lines = Files.readAllLines(one);
            return lines.isEmpty() || !lines.get(0).equals(host)
                    ? List.of()
                    : lines.stream()
                            .skip(1)
                            .flatMap(line -> parse(line).stream())
                            .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private static Optional<Change> parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 4 || !words[2].matches("-?\\d{1,9}") || !words[3].matches("-?\\d{1,9}")) {
            return Optional.empty();
        }
        return Arrays.stream(Sysctl.values())
                .filter(sysctl -> sysctl.text().equals(words[1]))
                .map(sysctl -> new Change(
                        new Setting(words[0], sysctl, Integer.parseInt(words[3])), Integer.parseInt(words[2])))
                .findFirst();
    }

    /** Not forced to the disk: after a crash of the machine the kernel has its first values again. */
    private void write(List<Change> changes) throws IOException {
        if (changes.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        List<String> lines = new ArrayList<>(List.of(host));
        changes.stream().map(Change::text).forEach(lines::add);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, lines.stream().collect(joining("\n", "", "\n")));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
