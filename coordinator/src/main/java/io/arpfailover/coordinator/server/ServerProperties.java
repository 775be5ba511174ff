package io.arpfailover.coordinator.server;

import java.util.Map;

/** The settings ZooKeeper reads from system properties. One given with -D wins. */
final class ServerProperties {
    private static final Map<String, String> DEFAULTS = Map.of(
            "zookeeper.admin.enableServer", "false",
            "zookeeper.4lw.commands.whitelist", "srvr,ruok,mntr");

    private ServerProperties() {}

    static void apply() {
        DEFAULTS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
