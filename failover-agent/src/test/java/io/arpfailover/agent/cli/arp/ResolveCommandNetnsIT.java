package io.arpfailover.agent.cli.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.MacAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code arp resolve} on a real link: what it prints and how it ends. */
@Timeout(60)
class ResolveCommandNetnsIT {
    private final NetnsLab lab = NetnsLab.create();

    /** How a command ended and what it printed. */
    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void open() {
        lab.cable("a", "lan0", "b", "lan0");
        lab.ip("a", "addr add 10.9.0.1/24 dev lan0");
        lab.ip("a", "route add default via 10.9.0.254");
        lab.ip("b", "addr add 10.9.0.5/24 dev lan0");
        lab.ip("b", "addr add 10.9.0.254/24 dev lan0");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aHostOnTheLinkIsToldWithItsMac() {
        Outcome outcome = resolve("10.9.0.5");
        assertEquals(ExitCode.OK, outcome.code(), outcome::toString);
        assertTrue(
                outcome.out().matches("10\\.9\\.0\\.5 is at " + macOfB() + "  [0-9.]+ ms \\(unicast reply\\)\n"),
                outcome::toString);
    }

    @Test
    void aHostBehindTheGatewayIsToldSo() {
        Outcome outcome = resolve("192.0.2.1", "198.51.100.1", "-i", "lan0");
        assertEquals(ExitCode.OK, outcome.code(), outcome::toString);
        String mac = macOfB().toString();
        assertEquals(2, outcome.out().lines().count());
        assertTrue(outcome.out().contains("192.0.2.1 is behind 10.9.0.254, which is at " + mac), outcome::toString);
        assertTrue(outcome.out().contains("198.51.100.1 is behind 10.9.0.254, which is at " + mac), outcome::toString);
    }

    @Test
    void oneThatDoesNotAnswerMakesTheAnswerNo() {
        Outcome outcome = resolve("10.9.0.5", "10.9.0.77", "--count", "1");
        assertEquals(ExitCode.REFUSED, outcome.code());
        assertEquals(2, outcome.out().lines().count());
        assertTrue(outcome.out().endsWith("10.9.0.77 does not answer (1 request)\n"), outcome::toString);
    }

    @Test
    void inProbeFormTheOtherKernelLearnsNothing() {
        lab.ip("b", "neigh flush all");
        assertEquals(ExitCode.OK, resolve("10.9.0.5", "--probe-form").code());
        assertEquals("", lab.ip("b", "neigh show 10.9.0.1 dev lan0"));
    }

    @Test
    void asJsonItIsOneObjectALine() {
        Outcome outcome = resolve("10.9.0.5", "10.9.0.1", "10.9.0.77", "--timeout", "200ms", "--json");
        assertEquals(ExitCode.REFUSED, outcome.code());
        String json = outcome.out();
        assertTrue(json.contains("{\"address\":\"10.9.0.1\",\"mac\":"), json);
        assertTrue(
                json.contains("{\"address\":\"10.9.0.5\",\"nextHop\":\"10.9.0.5\",\"answered\":true,\"mac\":\""
                        + macOfB() + "\",\"millis\":"),
                json);
        assertTrue(
                json.contains(
                        "{\"address\":\"10.9.0.77\",\"nextHop\":\"10.9.0.77\",\"answered\":false,\"requests\":1}"),
                json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.9.0.300 | not an IPv4 address: '10.9.0.300'",
                "127.0.0.1 | no host on a link can have 127.0.0.1",
                "10.9.0.5 --source 10.9.0.6 | --source: lan0 does not have 10.9.0.6 (it has: 10.9.0.1/24)",
                "10.9.0.5 --count 0 | --count: not a number of requests: 0 (1 to 100)",
                "10.9.0.5 --rate 0 | --rate: not a number of frames a second: 0 (1 to 1000)",
                "10.9.0.5 --timeout 0s | --timeout: not a time to wait (more than 0 and at most 1h)",
                "10.9.0.5 -i lan9 | there is no interface lan9 (there are: lan0)",
            })
    void aMistakeIsOneLine(String words, String message) {
        Outcome outcome = resolve(words.split(" "));
        assertEquals(ExitCode.UNUSABLE, outcome.code());
        assertEquals(1, outcome.err().lines().count(), outcome::toString);
        assertTrue(outcome.err().contains(message), outcome::toString);
    }

    @Test
    void withoutARouteItSaysWhereItLooked() {
        lab.ip("a", "route del default");
        Outcome outcome = resolve("192.0.2.1", "-i", "lan0");
        assertEquals(ExitCode.UNUSABLE, outcome.code());
        assertTrue(
                outcome.err().contains("192.0.2.1 is not in a network of lan0 (10.9.0.1/24), and no default route"),
                outcome::toString);
    }

    private Outcome resolve(String... words) {
        return lab.call("a", () -> {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            CommandLine line = ArpCommand.commandLine(new ConfigurationOption())
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .setParameterExceptionHandler((mistake, args) -> {
                        err.append(mistake.getMessage()).append('\n');
                        return ExitCode.UNUSABLE;
                    });
            String[] all = new String[words.length + 1];
            all[0] = "resolve";
            System.arraycopy(words, 0, all, 1, words.length);
            int code = line.execute(all);
            return new Outcome(code, out.toString(), err.toString());
        });
    }

    private MacAddress macOfB() {
        return lab.call("b", () -> {
            try (Rtnetlink rtnetlink = Rtnetlink.open()) {
                return rtnetlink.link("lan0").orElseThrow().mac();
            }
        });
    }
}
