package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether the service may do what the agent needs: what its unit and an administrator's drop-ins leave of CAP_NET_RAW
 * and CAP_NET_ADMIN, whatever the one who asks may do (systemd.exec(5), systemd.unit(5)).
 */
final class UnitCapabilities implements Examination {
    private static final List<String> NEEDED = List.of("CAP_NET_ADMIN", "CAP_NET_RAW");
    private static final List<String> SETTINGS = List.of("AmbientCapabilities=", "CapabilityBoundingSet=");

    private final String unit;
    private final List<String> lines;

    UnitCapabilities(String cluster, HostFiles files) {
        this.unit = "arp-failover-agent@" + cluster + ".service";
        this.lines = lines(cluster, files);
    }

    /** Later lines are added to earlier ones, or take them back. */
    private static List<String> lines(String cluster, HostFiles files) {
        Stream<String> template = ServiceUser.UNITS.stream()
                .flatMap(path -> files.text(path).stream())
                .limit(1);
        Stream<String> dropIns = Stream.of("", cluster)
                .flatMap(instance -> Stream.of("/usr/lib", "/etc", "/run")
                        .map(root -> root + "/systemd/system/arp-failover-agent@" + instance + ".service.d"))
                .flatMap(directory -> files.texts(directory).stream())
                .filter(text -> text.path().endsWith(".conf"))
                .map(HostFiles.Text::content);
        return Stream.concat(template, dropIns).flatMap(String::lines).toList();
    }

    /** Whether a unit is installed, and grants both. */
    boolean isGranted() {
        return !lines.isEmpty() && missing().isEmpty();
    }

    @Override
    public String subject() {
        return "capabilities";
    }

    @Override
    public List<Remark> examine() {
        if (lines.isEmpty()) {
            return List.of(Remark.good(subject(), "no unit is installed, so the agent may do what its starter may"));
        }
        Set<String> missing = missing();
        return List.of(
                missing.isEmpty()
                        ? Remark.good(subject(), unit + " has what the agent needs")
                        : Remark.bad(
                                subject(),
                                unit + " has no " + String.join(" and no ", missing)
                                        + ", without which the agent does not run",
                                "remove the drop-in that takes it away: systemctl cat " + unit));
    }

    private Set<String> missing() {
        Set<String> missing = new TreeSet<>();
        SETTINGS.stream().filter(this::isWritten).forEach(setting -> {
            Set<String> granted = granted(setting);
            NEEDED.stream().filter(capability -> !granted.contains(capability)).forEach(missing::add);
        });
        return missing;
    }

    /** A setting that nobody writes takes nothing away. */
    private boolean isWritten(String setting) {
        return lines.stream().anyMatch(line -> line.strip().startsWith(setting));
    }

    private Set<String> granted(String setting) {
        Set<String> granted = new LinkedHashSet<>();
        lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(setting))
                .map(line -> line.substring(setting.length()).strip())
                .forEach(value -> apply(value, granted));
        return granted;
    }

    private static void apply(String value, Set<String> granted) {
        if (value.isEmpty()) {
            granted.clear();
        } else if (value.startsWith("~")) {
            List.of(value.substring(1).strip().split("\\s+", -1)).forEach(granted::remove);
        } else {
            granted.addAll(List.of(value.split("\\s+", -1)));
        }
    }
}
