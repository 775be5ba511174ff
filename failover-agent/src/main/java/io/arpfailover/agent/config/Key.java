package io.arpfailover.agent.config;

import java.util.Arrays;
import java.util.List;

/** The documented set of keys of {@code agent.yaml}: a key that is not here is an error in the file. */
public enum Key {
    CLUSTER("cluster", Presence.REQUIRED, "web", "the pair and its shared addresses; the same on both servers"),
    NODE("node", Presence.REQUIRED, "a", "this server's name within the cluster"),
    INTERFACE("interface", Presence.REQUIRED, "lan0", "the network interface that carries the shared addresses"),
    ADDRESSES("addresses", Presence.REQUIRED, "10.77.0.100/24", "the shared addresses; the same on both servers"),
    GATEWAY("gateway", Presence.OPTIONAL, "10.77.0.254", "proves a takeover; without it, that of the default route"),
    ZOOKEEPER("zookeeper", Presence.SECTION, "", "the ensemble that elects the holder"),
    ZOOKEEPER_CONNECT("zookeeper.connect", Presence.REQUIRED, "10.79.0.10:2181", "host:port, several with commas"),
    ZOOKEEPER_SESSION(
            "zookeeper.session", Presence.DEFAULT, "3s", "session timeout, 1s to 40s; a lost server costs it"),
    ZOOKEEPER_AUTH_FILE(
            "zookeeper.authFile", Presence.OPTIONAL, "/etc/arp-failover/zookeeper.auth", "file with user:password"),
    ACD("acd", Presence.DEFAULT, "fast", "timing of conflict detection: fast or rfc5227"),
    DEFEND("defend", Presence.DEFAULT, "always", "what to do about a stranger with our address: never, once, always"),
    ANNOUNCE("announce", Presence.SECTION, "", "how takeovers are told to the neighbours"),
    ANNOUNCE_PACE("announce.pace", Presence.DEFAULT, "14", "most ARP frames in one second, or unlimited"),
    ANNOUNCE_REFRESH("announce.refresh", Presence.DEFAULT, "60s", "time between announcements of a held address"),
    CONTROL("control", Presence.OPTIONAL, "/run/arp-failover/web.sock", "the agent's socket; named after the cluster");

    /** Whether a key must be written, and what holds when it is not. */
    public enum Presence {
        /** It must be written. */
        REQUIRED,
        /** It may be missing, and nothing stands for it. */
        OPTIONAL,
        /** When it is missing, its text is read in its place. */
        DEFAULT,
        /** It holds keys of its own, which say whether they must be written. */
        SECTION
    }

    private final String path;
    private final Presence presence;
    private final String text;
    private final String meaning;

    Key(String path, Presence presence, String text, String meaning) {
        this.path = path;
        this.presence = presence;
        this.text = text;
        this.meaning = meaning;
    }

    /** The key with the sections it is in, such as {@code zookeeper.session}. */
    public String path() {
        return path;
    }

    public Presence presence() {
        return presence;
    }

    /** The default, or a well-formed example when there is none. */
    public String text() {
        return text;
    }

    /** What it is for, in one clause. */
    public String meaning() {
        return meaning;
    }

    /** The key as it is written in its section. */
    public String leaf() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The path of the section it is in; empty at the top of the file. */
    public String section() {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    String item(int index) {
        return path + "[" + index + "]";
    }

    static List<Key> in(String section) {
        return Arrays.stream(values())
                .filter(key -> key.section().equals(section))
                .toList();
    }
}
