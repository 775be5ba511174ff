package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** `arp audit` on server a: what was planted is found, and nothing else. */
class AuditEndToEndIT {
    private static final String STRANGE = "02:00:00:00:00:66";

    private final Site site = Site.create();
    private String a;
    private String b;
    private String c;

    @BeforeEach
    void read() {
        a = site.mac("a").toString();
        b = site.mac("b").toString();
        c = site.mac("c").toString();
    }

    @AfterEach
    void remove() {
        site.close();
    }

    @Test
    void whatAgreesIsNoDrift() {
        site.lab().ip("a", "neigh add 10.9.0.2 lladdr " + b + " dev lan0 nud permanent");
        Program audit = audit("--bindings", file("10.9.0.1 " + a, "10.9.0.2 " + b, c + " 10.9.0.3", "10.77.0.1 " + a));
        assertEquals(0, audit.exitCode(), () -> audit.errors().toString());
        assertEquals(List.of("3 addresses compared: 0 with drift, 0 silent, 0 not bound"), audit.output());
    }

    @Test
    void driftOfEachKindIsFound() {
        site.lab().ip("b", "addr add 10.9.0.60/24 dev lan0");
        site.lab().ip("c", "addr add 10.9.0.60/24 dev lan0");
        site.lab().ip("a", "neigh add 10.9.0.3 lladdr " + STRANGE + " dev lan0 nud permanent");
        site.lab().ip("a", "neigh add 10.9.0.88 lladdr " + STRANGE + " dev lan0 nud permanent");
        String bindings = file("10.9.0.2 " + STRANGE, "10.9.0.3 " + c, "10.9.0.60 " + b, "10.9.0.77 " + STRANGE);
        Program audit = audit("--bindings", bindings);
        assertEquals(1, audit.exitCode(), () -> audit.errors().toString());
        assertEquals(
                List.of(
                        "MISMATCH     10.9.0.2: file says " + STRANGE + ", wire says " + b,
                        "MISMATCH     10.9.0.3: file says " + c + ", wire says " + c + ", kernel has " + STRANGE,
                        "TWO_ANSWERS  10.9.0.60: file says " + b + ", wire says " + bothInOrder(),
                        "SILENT       10.9.0.77: file says " + STRANGE + ", nobody answers",
                        "UNBOUND      10.9.0.88: kernel has " + STRANGE + ", not bound",
                        "5 addresses compared: 3 with drift, 1 silent, 1 not bound"),
                audit.output());
        Program json = audit("--json", "--no-wire", "--bindings", bindings);
        assertEquals(1, json.exitCode());
        assertEquals(
                List.of(
                        ("{'ip':'10.9.0.3','kind':'MISMATCH','drift':true,'file':['" + c + "'],'kernel':['" + STRANGE
                                        + "']}")
                                .replace('\'', '"'),
                        ("{'ip':'10.9.0.88','kind':'UNBOUND','drift':false,'kernel':['" + STRANGE + "']}")
                                .replace('\'', '"')),
                json.output());
    }

    @Test
    void silenceIsDriftOnlyWhenStrict() {
        String bindings = file("10.9.0.77 " + STRANGE);
        assertEquals(0, audit("--bindings", bindings).exitCode());
        assertEquals(1, audit("--bindings", bindings, "--strict").exitCode());
        assertEquals(0, audit("--bindings", bindings, "--strict", "--no-wire").exitCode());
    }

    @Test
    void theClustersOwnBindingsCountAndAFileBesideThem() {
        site.startZooKeeper();
        RunningAgent agent = site.startAgent("b", AgentYaml.of("web"));
        agent.awaitStatus("it runs", status -> true);
        Program written = coordinator("import", file("10.9.0.2 " + b, "10.9.0.3 " + STRANGE));
        assertEquals(0, written.exitCode(), () -> written.errors().toString());
        Program audit = audit("--cluster", "web", "--connect", Site.ZOOKEEPER);
        assertEquals(1, audit.exitCode(), () -> audit.errors().toString());
        assertEquals(
                "MISMATCH     10.9.0.3: binding says " + STRANGE + ", wire says " + c,
                audit.output().get(0));
        Program both = audit(
                "--cluster", "web", "--connect", Site.ZOOKEEPER, "--no-wire", "--bindings", file("10.9.0.2 " + c));
        assertEquals(1, both.exitCode());
        assertEquals(
                "MISMATCH     10.9.0.2: file says " + c + ", binding says " + b,
                both.output().get(0));
        Program unknown = audit("--cluster", "wbe", "--connect", Site.ZOOKEEPER);
        assertEquals(2, unknown.exitCode());
        assertComplains(unknown, "there is no cluster wbe");
    }

    /** Run on the agent's own server it needs no option; the agent knows its gateway. */
    @Test
    void theRunningAgentIsAskedToo() {
        site.startZooKeeper();
        RunningAgent agent = site.startAgent("b", AgentYaml.of("web"));
        agent.awaitStatus("it runs", status -> true);
        Program written = coordinator("put", Site.GATEWAY.toString(), STRANGE);
        assertEquals(0, written.exitCode(), () -> written.errors().toString());
        String gateway = site.mac("gw").toString();
        Program.await("the agent has resolved its gateway", () -> {
            Program audit = site.start(
                    "b",
                    List.of(
                            Site.script("failover-agent"),
                            "arp",
                            "audit",
                            "--no-wire",
                            "--config",
                            agent.configuration().toString()));
            return audit.exitCode() == 1
                    && audit.output().get(0).startsWith("MISMATCH     10.9.0.254: binding says " + STRANGE)
                    && audit.output().get(0).endsWith(", agent has " + gateway);
        });
    }

    @Test
    void mistakesAreToldAndEndWithTwo() {
        String wrong = file("10.9.0.2 " + b, "10.9.0.2 " + c);
        Program conflict = audit("--bindings", wrong);
        assertEquals(2, conflict.exitCode());
        assertComplains(conflict, wrong + ":2:1: 10.9.0.2 is bound to " + c + " here, and to " + b + " in line 1");
        Program none = audit();
        assertEquals(2, none.exitCode());
        assertComplains(none, "which bindings? name a file with --bindings, or a cluster with --cluster");
        Program missing = audit("--bindings", "/nowhere");
        assertEquals(2, missing.exitCode());
        assertComplains(missing, "/nowhere: does not exist");
        Program pace = audit("--bindings", file("10.9.0.2 " + b), "--rate", "0");
        assertEquals(2, pace.exitCode());
        assertComplains(pace, "--rate: not a pace");
    }

    private String bothInOrder() {
        return site.mac("b").compareTo(site.mac("c")) < 0 ? b + " and " + c : c + " and " + b;
    }

    private static void assertComplains(Program program, String what) {
        List<String> lines = program.complaints();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains(what), lines::toString);
    }

    private String file(String... lines) {
        Path written = site.write("bindings", String.join("\n", lines) + "\n");
        return written.toString();
    }

    private Program audit(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Site.script("failover-agent"), "arp", "audit", "-i", Site.LAN, "--config", "/nowhere/agent.yaml"));
        command.addAll(List.of(options));
        return site.start("a", command);
    }

    private Program coordinator(String... words) {
        List<String> command = new ArrayList<>(List.of(Site.script("coordinator"), "bindings", "web"));
        command.addAll(List.of(words));
        command.addAll(List.of("--connect", Site.ZOOKEEPER));
        return site.start("a", command);
    }
}
