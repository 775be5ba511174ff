package io.arpfailover.agent.doctor.host;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * As whom the agent runs on this host: the user of the unit where one is installed, else whoever asks.
 *
 * @param name as in /etc/passwd; {@code root} for 0
 */
record ServiceUser(int uid, int gid, String name) {
    private static final String NAME = "arp-failover";
    static final List<String> UNITS = List.of(
            "/etc/systemd/system/arp-failover-agent@.service",
            "/usr/lib/systemd/system/arp-failover-agent@.service",
            "/lib/systemd/system/arp-failover-agent@.service");

    static ServiceUser of(HostFiles files) {
        return installed(files).orElseGet(() -> asking(files));
    }

    private static Optional<ServiceUser> installed(HostFiles files) {
        return UNITS.stream().anyMatch(files::exists) ? inPasswd(files, 0, NAME) : Optional.empty();
    }

    private static ServiceUser asking(HostFiles files) {
        String uid = field(files, "Uid:");
        return inPasswd(files, 2, uid)
                .orElseGet(() -> new ServiceUser(
                        Integer.parseInt(uid),
                        Integer.parseInt(field(files, "Gid:")),
                        uid.equals("0") ? "root" : "user " + uid));
    }

    /** The effective one: the second of four. */
    private static String field(HostFiles files, String name) {
        return files.text("/proc/self/status").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name))
                .map(line -> line.split("\\s+", -1)[2])
                .findFirst()
                .orElse("0");
    }

    /** name:password:uid:gid:... (passwd(5)). */
    private static Optional<ServiceUser> inPasswd(HostFiles files, int column, String value) {
        return files.text("/etc/passwd").stream()
                .flatMap(String::lines)
                .map(line -> Arrays.asList(line.split(":", -1)))
                .filter(fields -> fields.size() > 3 && fields.get(column).equals(value))
                .filter(fields ->
                        fields.get(2).matches("[0-9]{1,9}") && fields.get(3).matches("[0-9]{1,9}"))
                .map(fields -> new ServiceUser(
                        Integer.parseInt(fields.get(2)), Integer.parseInt(fields.get(3)), fields.get(0)))
                .findFirst();
    }
}
