package io.arpfailover.agent.cli.arp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.netns.NetnsLab;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** How a command {@code arp …} ended that was run in a namespace. */
record Ended(int code, List<String> out, List<String> err) {

    static Ended of(NetnsLab lab, String namespace, String... words) {
        return lab.call(namespace, () -> {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            CommandLine arp = ArpCommand.commandLine(new ConfigurationOption())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true));
            int code = arp.execute(words);
            return new Ended(
                    code,
                    out.toString().lines().toList(),
                    err.toString().lines().toList());
        });
    }

    List<JsonNode> json() {
        return out.stream().map(Ended::parsed).toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
