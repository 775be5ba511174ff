package io.arpfailover.agent.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
    PEER("peer", Presence.SECTION, "", "how the two servers speak; without it a takeover waits for ZooKeeper"),
    PEER_LISTEN("peer.listen", Presence.REQUIRED, "10.77.0.1", "this server's addresses for the other's datagrams"),
    PEER_PORT("peer.port", Presence.DEFAULT, "5227", "the UDP port on each of them; the same on both servers"),
    PEER_SECRET_FILE(
            "peer.secretFile", Presence.REQUIRED, "/etc/arp-failover/peer.secret", "the key; the same on both servers"),
    TIMING("timing", Presence.SECTION, "fast", "the times of promises: the word fast (100ms), or these two"),
    TIMING_PROMISE("timing.promise", Presence.DEFAULT, "500ms", "how long a promise lasts; a lost server costs it"),
    TIMING_RESTART("timing.restart", Presence.DEFAULT, "10s", "how long the address waits for an agent's restart"),
    FAILBACK("failback", Presence.SECTION, "", "when the addresses leave a server that could keep them"),
    FAILBACK_POLICY("failback.policy", Presence.DEFAULT, "sticky", "sticky, preferred or manual"),
    FAILBACK_PREFERRED("failback.preferred", Presence.OPTIONAL, "a", "with preferred: the server they go back to"),
    FAILBACK_DELAY("failback.delay", Presence.DEFAULT, "60s", "with preferred: how long it must have been fit"),
    MOVES("moves", Presence.SECTION, "", "a limit on moves that nobody asked for"),
    MOVES_PER_HOUR("moves.perHour", Presence.DEFAULT, "6", "after so many in one hour the addresses stay"),
    ACD("acd", Presence.DEFAULT, "fast", "timing of conflict detection: fast or rfc5227"),
    DEFEND("defend", Presence.DEFAULT, "always", "what to do about a stranger with our address: never, once, always"),
    ANNOUNCE("announce", Presence.SECTION, "", "how takeovers are told to the neighbours"),
    ANNOUNCE_PACE("announce.pace", Presence.DEFAULT, "14", "most ARP frames in one second, or unlimited"),
    ANNOUNCE_REFRESH("announce.refresh", Presence.DEFAULT, "60s", "time between announcements of a held address"),
    HEALTH("health", Presence.SECTION, "", "what makes this server fit to hold the addresses"),
    HEALTH_GATEWAY("health.gateway", Presence.SECTION, "", "whether the gateway answers ARP"),
    HEALTH_GATEWAY_LEVEL(
            "health.gateway.level",
            Presence.DEFAULT,
            "required",
            "when silent, hand over (required), tell (advisory), off"),
    HEALTH_GATEWAY_INTERVAL("health.gateway.interval", Presence.DEFAULT, "1s", "time between questions, 500ms to 1m"),
    HEALTH_GATEWAY_FALL("health.gateway.fall", Presence.DEFAULT, "3", "missed in a row until it counts as unreachable"),
    HEALTH_GATEWAY_RISE("health.gateway.rise", Presence.DEFAULT, "2", "answers in a row until it counts as reachable"),
    HEALTH_CHECKS(
            "health.checks",
            Presence.SECTIONS,
            "{name: web, tcp: \"127.0.0.1:80\"}",
            "the checks, at most 16; each has a name and one of http, tcp, script"),
    HEALTH_CHECK_NAME("health.checks.name", Presence.REQUIRED, "web", "its name in status and log"),
    HEALTH_CHECK_HTTP(
            "health.checks.http", Presence.OPTIONAL, "http://127.0.0.1/health", "GET must answer with 200 to 299"),
    HEALTH_CHECK_TCP("health.checks.tcp", Presence.OPTIONAL, "127.0.0.1:80", "must accept a connection"),
    HEALTH_CHECK_SCRIPT(
            "health.checks.script",
            Presence.OPTIONAL,
            "/usr/local/bin/check",
            "program and arguments; must exit with 0"),
    HEALTH_CHECK_INTERVAL("health.checks.interval", Presence.DEFAULT, "2s", "time between runs, 100ms to 1h"),
    HEALTH_CHECK_TIMEOUT(
            "health.checks.timeout", Presence.DEFAULT, "1s", "longest run, 10ms to 1m, no longer than the interval"),
    HEALTH_CHECK_RISE("health.checks.rise", Presence.DEFAULT, "2", "passes in a row until it counts as passing"),
    HEALTH_CHECK_FALL("health.checks.fall", Presence.DEFAULT, "3", "failures in a row until it counts as failing"),
    HEALTH_CHECK_LEVEL(
            "health.checks.level",
            Presence.DEFAULT,
            "required",
            "failing, hand over (required; the last one serves on), or only tell (advisory)"),
    INSPECT("inspect", Presence.SECTION, "", "watches all ARP on the interface and judges it"),
    INSPECT_LEVEL(
            "inspect.level", Presence.DEFAULT, "off", "off, log (tell) or enforce (tell, and learn nothing false)"),
    INSPECT_RATE("inspect.rate", Presence.DEFAULT, "15", "most ARP frames in one second from one station"),
    INSPECT_BINDINGS(
            "inspect.bindings", Presence.OPTIONAL, "/etc/arp-failover/bindings", "file with lines of address and MAC"),
    INSPECT_QUARANTINE(
            "inspect.quarantine", Presence.OPTIONAL, "5m", "how long the kernel drops all frames of a spoofer"),
    INSPECT_HOOK("inspect.hook", Presence.OPTIONAL, "/usr/local/bin/tell", "program told of each finding"),
    PROXY(
            "proxy",
            Presence.SECTIONS,
            "{network: 10.77.0.64/28}",
            "for whose hosts the holder answers ARP; at most 64 networks"),
    PROXY_NETWORK("proxy.network", Presence.REQUIRED, "10.77.0.64/28", "the addresses answered for"),
    PROXY_DELAY(
            "proxy.delay",
            Presence.DEFAULT,
            "0s",
            "an answer waits a random time up to this, 0s to 10s; of networks that overlap the longest counts"),
    CONTROL("control", Presence.OPTIONAL, "/run/arp-failover/web.sock", "the agent's socket; named after the cluster"),
    ON_TERMINATE("onTerminate", Presence.DEFAULT, "auto", "what SIGTERM asks of a holder: auto, handOver or keep"),
    SYSCTLS(
            "sysctls",
            Presence.DEFAULT,
            "check",
            "settings that let other interfaces answer for the addresses: warn (check), set, ignore"),
    HOOKS("hooks", Presence.SECTION, "", "programs told of what becomes of this server; they never delay it"),
    HOOKS_ON_HOLDER("hooks.onHolder", Presence.OPTIONAL, "/usr/local/bin/serve", "when it holds the addresses"),
    HOOKS_ON_STANDBY("hooks.onStandby", Presence.OPTIONAL, "/usr/local/bin/wait", "when it is ready to take them"),
    HOOKS_ON_FAULT("hooks.onFault", Presence.OPTIONAL, "/usr/local/bin/tell", "when it cannot hold them"),
    HOOKS_ON_CONFLICT("hooks.onConflict", Presence.OPTIONAL, "/usr/local/bin/tell", "when a third host uses one"),
    HOOKS_TIMEOUT("hooks.timeout", Presence.DEFAULT, "30s", "longest run of each, 100ms to 10m; then it is killed"),
    METRICS("metrics", Presence.SECTION, "", "what Prometheus may read"),
    METRICS_LISTEN("metrics.listen", Presence.OPTIONAL, "127.0.0.1:9227", "where /metrics is served"),
    LOG("log", Presence.DEFAULT, "keyValue", "how the log is written: keyValue or json"),
    STATE("state", Presence.DEFAULT, "/var/lib/arp-failover", "directory of what must survive a restart");

    /** Whether a key must be written, and what holds when it is not. */
    public enum Presence {
        /** It must be written. */
        REQUIRED,
        /** It may be missing, and nothing stands for it. */
        OPTIONAL,
        /** When it is missing, its text is read in its place. */
        DEFAULT,
        /** It holds keys of its own, which say whether they must be written. */
        SECTION,
        /** It may be missing; it is a list, and each item holds keys of its own. Its text is an example of an item. */
        SECTIONS
    }

    private static final Set<Key> LISTS = EnumSet.of(ADDRESSES, PEER_LISTEN, HEALTH_CHECK_SCRIPT);

    /** What a running agent takes over from the file when it is told to read it again; of a list, all of its items. */
    private static final Set<Key> RELOADABLE = EnumSet.of(
            FAILBACK_POLICY,
            FAILBACK_PREFERRED,
            FAILBACK_DELAY,
            MOVES_PER_HOUR,
            ANNOUNCE_PACE,
            ANNOUNCE_REFRESH,
            HEALTH_GATEWAY_LEVEL,
            HEALTH_GATEWAY_INTERVAL,
            HEALTH_GATEWAY_FALL,
            HEALTH_GATEWAY_RISE,
            HEALTH_CHECKS,
            ON_TERMINATE,
            HOOKS_ON_HOLDER,
            HOOKS_ON_STANDBY,
            HOOKS_ON_FAULT,
            HOOKS_ON_CONFLICT,
            HOOKS_TIMEOUT,
            LOG);

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

    /** The default or the example as it stands in the file; that of a list is one item of it. */
    public String written() {
        return isList() ? "[" + text + "]" : text;
    }

    /** Whether it holds a list of single values. */
    boolean isList() {
        return LISTS.contains(this);
    }

    /** What it is for, in one clause. */
    public String meaning() {
        return meaning;
    }

    /**
     * Whether a running agent follows a change of it when it reads the file again; else the change waits for a restart.
     * Of a section, whether that holds for all in it.
     */
    public boolean isReloadable() {
        return presence == Presence.SECTION
                ? in(path).stream().allMatch(Key::isReloadable)
                : RELOADABLE.stream().anyMatch(key -> key == this || key.path.equals(section()));
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
