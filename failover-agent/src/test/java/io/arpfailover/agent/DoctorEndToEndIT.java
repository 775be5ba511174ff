package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.arpfailover.agent.control.AgentStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code doctor} finds in a real pair: nothing bad where all is well, and each of the faults planted there. */
class DoctorEndToEndIT {
    private final Site site = Site.create();

    /** What the doctor said of one host. */
    private record Report(int code, List<Line> lines) {
        private record Line(String grade, String subject, String text, String remedy) {}

        List<Line> bad() {
            return lines.stream().filter(line -> line.grade().equals("bad")).toList();
        }

        void finds(String grade, String subject, String words) {
            assertTrue(
                    lines.stream()
                            .anyMatch(line -> line.grade().equals(grade)
                                    && line.subject().equals(subject)
                                    && line.text().contains(words)
                                    && !line.remedy().isEmpty()),
                    () -> grade + " " + subject + ": " + words + " is not in " + lines);
        }
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aPairWithWhichAllIsWellHasNothingBad() {
        site.startZooKeeper();
        AgentYaml yaml = AgentYaml.of("web").paired(site.secret("shared"));
        site.startAgent("a", yaml).awaitRepointed();
        site.startAgent("b", yaml).awaitPaired();
        for (String server : List.of("a", "b")) {
            Report report = doctor(server, yaml);
            assertEquals(List.of(), report.bad());
            assertEquals(0, report.code());
        }
    }

    @Test
    void faultsPlantedUnderARunningPairAreEachFound() {
        site.startZooKeeper();
        Path secret = site.secret("shared");
        AgentYaml yaml = AgentYaml.of("web").paired(secret);
        RunningAgent agent = site.startAgent("a", yaml);
        agent.awaitRepointed();
        site.startAgent("b", yaml).awaitPaired();
        site.lab().exec("a", "nft", "add table inet filter");
        site.lab()
                .exec("a", "nft", "add chain inet filter input { type filter hook input priority 0; policy accept; }");
        site.lab().exec("a", "nft", "add rule inet filter input iifname mgmt0 udp dport 5227 drop");
        site.lab().ip("c", "addr add 10.9.0.1/24 dev lan0");
        site.lab().cable("d", Site.LAN, Site.LAN, "second").ip(Site.LAN, "link set second master br0");
        site.lab().ip("d", "addr add 10.9.0.254/24 dev lan0");
        site.lab().ip("a", "link set lan0 mtu 500");
        Site.restricted(secret, "rw-r--r--");
        AgentYaml changed = yaml.addresses("10.9.0.100/24, 10.9.0.101/24")
                .with("timing: {promise: 700ms}")
                .with("state: " + site.write("no-directory", ""));
        agent.awaitStatus("one path is silent", DoctorEndToEndIT::hasASilentPath);
        Report report = doctor("a", changed);
        assertEquals(1, report.code());
        report.finds("bad", "firewall", "dropped by 'inet filter input'");
        report.finds("bad", "path", "nothing was heard from 10.10.0.2:5227");
        report.finds("bad", "lan", "this server's own address");
        report.finds("bad", "lan", "answer for the gateway 10.9.0.254");
        report.finds("bad", "link", "no more than 500 octets");
        report.finds("bad", "secret", "can be read by others");
        report.finds("bad", "members", "addresses [10.9.0.100/24, 10.9.0.101/24] in this file");
        report.finds("bad", "members", "timing.promise 700 ms in this file, 500 ms there");
        report.finds("advice", "members", "does not go by this file");
        report.finds("bad", "state", "is no directory");
    }

    private static boolean hasASilentPath(AgentStatus status) {
        return status.promises().stream()
                .flatMap(promises -> promises.paths().stream())
                .anyMatch(path ->
                        path.heardMillisAgo().filter(millis -> millis > 2000).isPresent());
    }

    @Test
    void faultsBeforeTheFirstStartAreEachFound() {
        site.lab().ip("a", "addr add 10.9.0.101/24 dev lan0");
        site.lab().ip("c", "addr add 10.9.0.100/24 dev lan0");
        site.lab().ip("gw", "link set lan0 down");
        AgentYaml yaml = AgentYaml.of("web")
                .addresses("10.9.0.100/24, 10.9.0.101/24")
                .replace("  session: 4s", "  session: 4s\n  authFile: " + site.file("no-auth"))
                .paired(site.file("no-secret"));
        Report report = doctor("a", yaml);
        assertEquals(1, report.code());
        report.finds("bad", "zookeeper", "");
        report.finds("bad", "zookeeper-auth", "is missing");
        report.finds("bad", "secret", "is missing");
        report.finds("bad", "network-manager", "10.9.0.101/24 is on lan0 for ever");
        report.finds("bad", "lan", site.mac("c") + " answers for the shared address 10.9.0.100");
        report.finds("bad", "lan", "the gateway 10.9.0.254 does not answer");
        report.finds("advice", "service", "no agent runs");
    }

    @Test
    void anotherUsersRecordsAndADeadInterfaceAreFound() {
        site.startZooKeeper();
        AgentYaml yaml = AgentYaml.of("web");
        site.startAgent("b", withUser(yaml, "theirs")).awaitHolder();
        site.lab().ip("a", "link set lan0 down");
        Report report = doctor("a", withUser(yaml, "ours"));
        report.finds("bad", "access", "another user's");
        report.finds("bad", "interface", "lan0 is down");
    }

    private AgentYaml withUser(AgentYaml yaml, String user) {
        Path file = Site.restricted(site.write(user, user + ":password\n"), "rw-------");
        return yaml.replace("  session: 4s", "  session: 4s\n  authFile: " + file);
    }

    private Report doctor(String server, AgentYaml yaml) {
        AgentYaml here = yaml.node(server).at(server).with("control: " + site.file(server + "-web.sock"));
        String text = here.text().contains("state: ")
                ? here.text()
                : here.text() + "state: " + site.file(server + "-web.state") + "\n";
        Path file = site.write("doctor-" + server + ".yaml", text);
        Program program = site.start(
                server, List.of(Site.script("failover-agent"), "doctor", "--json", "--config", file.toString()));
        int code = program.exitCode();
        return report(code, String.join("\n", program.output()), program.errors());
    }

    private static Report report(int code, String json, List<String> errors) {
        try {
            List<Report.Line> lines = new ArrayList<>();
            for (JsonNode remark : new ObjectMapper().readTree(json).path("remarks")) {
                lines.add(new Report.Line(
                        remark.path("grade").asText(),
                        remark.path("subject").asText(),
                        remark.path("text").asText(),
                        remark.path("remedy").asText()));
            }
            assertTrue(!lines.isEmpty(), () -> json + errors);
            return new Report(code, lines);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json + errors, e);
        }
    }
}
