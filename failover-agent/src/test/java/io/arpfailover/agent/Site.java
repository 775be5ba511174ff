package io.arpfailover.agent;

import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Where the programs run for real: servers a, b and c and a gateway on one LAN, and ZooKeeper beside it.
 *
 * <pre>
 *   a  10.9.0.1    --+-- lan0 --+--  gw 10.9.0.254
 *   b  10.9.0.2    --+          |
 *   c  10.9.0.3    --+          +--  10.9.0.100 and following: shared
 *   a, b, c 10.10.0.1 to 3  --- mgmt0 ---  zk 10.10.0.10
 * </pre>
 *
 * <p>Closing kills what was started here and takes everything away.
 */
final class Site implements AutoCloseable {
    static final String LAN = "lan0";
    static final String ZOOKEEPER = "10.10.0.10:2181";
    static final Ipv4Address GATEWAY = Ipv4Address.parse("10.9.0.254");

    private static final List<String> SERVERS = List.of("a", "b", "c");

    private final NetnsLab lab = NetnsLab.create();
    private final Path directory;
    private final List<Program> programs = new CopyOnWriteArrayList<>();
    private final Thread atExit = new Thread(() -> programs.forEach(Program::close), "site-cleanup");

    private Site(Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static Site create() {
        try {
            Site site = new Site(Files.createTempDirectory("site"));
            site.build();
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void build() {
        lab.lan(LAN, "a", "b", "c", "gw");
        lab.lan("mgmt0", "a", "b", "c", "zk");
        for (String server : SERVERS) {
            lab.ip(server, "addr add " + onLan(server) + "/24 dev " + LAN);
            lab.ip(server, "addr add " + onManagement(server) + "/24 dev mgmt0");
        }
        lab.ip("gw", "addr add " + GATEWAY + "/24 dev " + LAN);
        lab.ip("zk", "addr add 10.10.0.10/24 dev mgmt0");
    }

    static Ipv4Address onLan(String server) {
        return Ipv4Address.parse("10.9.0." + (SERVERS.indexOf(server) + 1));
    }

    static Ipv4Address onManagement(String server) {
        return Ipv4Address.parse("10.10.0." + (SERVERS.indexOf(server) + 1));
    }

    NetnsLab lab() {
        return lab;
    }

    /** Where the programs keep their files; gone with the site. */
    Path file(String name) {
        return directory.resolve(name);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that holds a secret, long enough and for its owner alone; each name makes another. */
    Path secret(String name) {
        return restricted(write(name, (name + "-").repeat(40)), "rw-------");
    }

    /** Gives a file these permissions, written as `ls -l` does. */
    static Path restricted(Path file, String permissions) {
        try {
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of the LAN's bridge that a server is plugged into: ports are numbered in the order of plugging. */
    static String portOf(String server) {
        return "p" + SERVERS.indexOf(server);
    }

    MacAddress mac(String server) {
        return lab.call(server, () -> {
            try (Rtnetlink rtnetlink = Rtnetlink.open()) {
                return rtnetlink.link(LAN).orElseThrow().mac();
            }
        });
    }

    /** ZooKeeper of its own, as `coordinator serve` runs it; returns when it serves. */
    Program startZooKeeper() {
        return startZooKeeper("--data", file("zookeeper").toString());
    }

    Program startZooKeeper(String... options) {
        List<String> command = new ArrayList<>(List.of(script("coordinator"), "serve"));
        command.addAll(List.of(options));
        Program server = start("zk", command);
        Program.await(
                "ZooKeeper serves: " + server.errors(), () -> !server.output().isEmpty());
        return server;
    }

    /** Starts a program in a namespace. */
    Program start(String namespace, List<String> command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", lab.fullName(namespace)));
        inside.addAll(command);
        Program program = Program.start(directory, inside);
        programs.add(program);
        return program;
    }

    /** An agent on a server, which is named like it. */
    RunningAgent startAgent(String server, AgentYaml configuration) {
        return RunningAgent.start(this, server, configuration.node(server).at(server));
    }

    /** The same as this user, who may do two things more than any other, as the agent's unit has it. */
    RunningAgent startService(String server, AgentYaml configuration, int user) {
        try {
            Files.setAttribute(directory, "unix:uid", user);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String id = Integer.toString(user);
        List<String> as = List.of(
                "setpriv",
                "--reuid=" + id,
                "--regid=" + id,
                "--clear-groups",
                "--no-new-privs",
                "--bounding-set=-all,+net_admin,+net_raw",
                "--inh-caps=-all,+net_admin,+net_raw",
                "--ambient-caps=-all,+net_admin,+net_raw");
        return RunningAgent.start(this, server, configuration.node(server).at(server), as);
    }

    /** The start script of a module, in this checkout. */
    static String script(String module) {
        Path script = Path.of("..", module, "bin", module).toAbsolutePath().normalize();
        if (!Files.isExecutable(script)) {
            throw new AssertionError(script + " cannot be run");
        }
        return script.toString();
    }

    boolean hasAddress(String server, String address) {
        return lab.ip(server, "-4 addr show").contains(" " + address + "/");
    }

    /** Whether a table of any agent is in this server's kernel. */
    boolean hasTable(String server) {
        return lab.exec(server, "nft", "list", "tables").contains("arp-failover-");
    }

    @Override
    public void close() {
        programs.forEach(Program::close);
        Runtime.getRuntime().removeShutdownHook(atExit);
        lab.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Site::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
