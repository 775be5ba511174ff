package io.arpfailover.agent.guard;

import io.arpfailover.agent.check.HookCall;
import io.arpfailover.agent.inspect.Finding;
import io.arpfailover.agent.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A finding, as the operator's program is told of it. */
record FindingCall(Path program, Finding finding) implements HookCall {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Override
    public String name() {
        return finding.kind().toString();
    }

    @Override
    public Duration limit() {
        return LIMIT;
    }

    @Override
    public boolean tellsState() {
        return false;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "ARP_FINDING", finding.kind().toString(),
                "ARP_IP", finding.ip().toString(),
                "ARP_MAC", finding.mac().toString(),
                "ARP_SOURCE", finding.source().toString(),
                "ARP_BEFORE", finding.before().map(MacAddress::toString).orElse(""),
                "ARP_VERDICT", finding.verdict().toString());
    }

    @Override
    public String input() {
        return "";
    }
}
