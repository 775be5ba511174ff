package io.arpfailover.agent.loop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Whether systemd, which asks us to stop, will start us again at once: the job it runs for our unit says so.
 *
 * <p>SIGTERM itself is the same for a stop and for a restart. Without systemd, or when it does not answer in time, it is
 * no restart. Waits for a program: not for the loop's thread.
 *
 * @param cgroup where the kernel names the unit we run in
 * @param listJobs the command that lists its jobs; the unit is added
 * @param patience how long that may take
 */
record ServiceRestart(Path cgroup, List<String> listJobs, Duration patience) {
    private static final String SERVICE = ".service";
    private static final Set<String> RESTARTS = Set.of("restart", "try-restart");
    private static final int UNIT = 1;
    private static final int TYPE = 2;

    static ServiceRestart system() {
        return new ServiceRestart(
                Path.of("/proc/self/cgroup"),
                List.of("systemctl", "list-jobs", "--plain", "--no-legend"),
                Duration.ofMillis(500));
    }

    boolean isUnderWay() {
        try {
            Optional<String> unit = unit(Files.readString(cgroup));
            return unit.isPresent() && isRestart(jobs(unit.get()), unit.get());
        } catch (IOException noSystemd) {
            return false;
        }
    }

    /**
     * The unit in the text of {@code /proc/self/cgroup}: lines such as {@code 0::/system.slice/failover-agent.service}.
     * A service may have made groups of its own below.
     */
    static Optional<String> unit(String cgroup) {
        return cgroup.lines()
                .flatMap(line ->
                        Arrays.stream(line.substring(line.lastIndexOf(':') + 1).split("/", -1)))
                .filter(group -> group.endsWith(SERVICE) && group.length() > SERVICE.length())
                .reduce((above, below) -> below);
    }

    /** Whether one of the lines {@code JOB UNIT TYPE STATE} is the unit's restart. */
    static boolean isRestart(String jobs, String unit) {
        return jobs.lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(columns -> columns.length > TYPE && columns[UNIT].equals(unit))
                .anyMatch(columns -> RESTARTS.contains(columns[TYPE]));
    }

    private String jobs(String unit) throws IOException {
        List<String> command = new ArrayList<>(listJobs);
        command.add(unit);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    ? new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } finally {
            process.destroyForcibly();
        }
    }
}
