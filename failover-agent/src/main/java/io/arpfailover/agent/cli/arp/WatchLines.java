package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.inspect.Finding;
import io.arpfailover.agent.inspect.FindingKind;
import io.arpfailover.agent.inspect.Inspection;
import io.arpfailover.agent.inspect.InspectorCounters;
import io.arpfailover.agent.inspect.Verdict;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Operation;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How {@code arp watch} writes what it sees. */
sealed interface WatchLines {

    void frame(ArpFrame frame, Inspection inspection);

    void finding(Finding finding);

    void summary(Duration time, InspectorCounters counters, long overrun);

    /** For people: {@code 14:03:07.123  flip flop  10.77.0.7  02:…:0a (was 02:…:0b)  it went back …}. */
    record Plain(PrintWriter out, boolean all) implements WatchLines {
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

        @Override
        public void frame(ArpFrame frame, Inspection inspection) {
            if (all) {
                String judged = inspection.verdict().isPermitted()
                        ? ""
                        : "  (" + inspection.verdict().meaning() + ")";
                line(
                        "frame",
                        what(frame.packet()) + "  from " + frame.source() + " to " + frame.destination() + judged);
            }
        }

        @Override
        public void finding(Finding finding) {
            String was = finding.before().map(mac -> " (was " + mac + ")").orElse("");
            String by = finding.source().equals(finding.mac()) ? "" : " in a frame of " + finding.source();
            String why = finding.kind() == FindingKind.DENIED
                    ? ": " + finding.verdict().meaning()
                    : "";
            line(
                    finding.kind().toString(),
                    finding.ip() + "  " + finding.mac() + was + by + "  "
                            + finding.kind().meaning() + why);
        }

        @Override
        public void summary(Duration time, InspectorCounters counters, long overrun) {
            long frames = sum(counters.frames());
            out.printf(
                    Locale.ROOT,
                    "%.1f s, %d frames (%s), %d findings (%s), %d not told again, %d addresses%s%n",
                    time.toMillis() / 1e3,
                    frames,
                    counts(counters.frames()),
                    sum(counters.findings()),
                    counts(counters.findings()),
                    counters.suppressed(),
                    counters.addresses(),
                    overrun == 0 ? "" : ", " + overrun + " frames missed for want of time");
            out.flush();
        }

        private void line(String kind, String text) {
            out.printf("%s  %-26s  %s%n", LocalTime.now(ZoneId.systemDefault()).format(TIME), kind, text);
            out.flush();
        }

        private static String counts(Map<? extends Enum<?>, Long> counts) {
            return counts.isEmpty()
                    ? "none"
                    : new TreeMap<>(counts)
                            .entrySet().stream()
                                    .map(count -> count.getValue() + " " + word(count.getKey()))
                                    .collect(Collectors.joining(", "));
        }

        private static String what(ArpPacket packet) {
            if (packet.isProbe()) {
                return "probe for " + packet.targetIp();
            }
            if (packet.isAnnouncement()) {
                return packet.senderIp() + " is at " + packet.senderMac() + ", unasked";
            }
            return packet.operation() == Operation.REQUEST
                    ? "who has " + packet.targetIp() + "? tell " + packet.senderIp()
                    : packet.senderIp() + " is at " + packet.senderMac();
        }
    }

    /** For programs. */
    record Json(PrintWriter out, boolean all) implements WatchLines {
        @Override
        public void frame(ArpFrame frame, Inspection inspection) {
            if (all) {
                ArpPacket packet = frame.packet();
                print(new JsonLine()
                        .with("time", now())
                        .with("event", "frame")
                        .with("operation", word(packet.operation()))
                        .with("source", frame.source())
                        .with("destination", frame.destination())
                        .with("mac", packet.senderMac())
                        .with("ip", packet.senderIp())
                        .with("targetMac", packet.targetMac())
                        .with("targetIp", packet.targetIp())
                        .with("verdict", word(inspection.verdict())));
            }
        }

        @Override
        public void finding(Finding finding) {
            print(new JsonLine()
                    .with("time", now())
                    .with("event", finding.kind())
                    .with("ip", finding.ip())
                    .with("mac", finding.mac())
                    .with("source", finding.source())
                    .with("before", finding.before())
                    .with("verdict", word(finding.verdict()))
                    .with("meaning", finding.kind().meaning()));
        }

        @Override
        public void summary(Duration time, InspectorCounters counters, long overrun) {
            JsonLine line = new JsonLine()
                    .with("time", now())
                    .with("event", "summary")
                    .with("seconds", time.toMillis() / 1e3)
                    .with("frames", sum(counters.frames()))
                    .with("denied", sum(counters.frames()) - counters.frames().getOrDefault(Verdict.PERMITTED, 0L))
                    .with("findings", sum(counters.findings()))
                    .with("suppressed", counters.suppressed())
                    .with("addresses", counters.addresses())
                    .with("overrun", overrun);
            print(line);
        }

        private void print(JsonLine line) {
            out.println(line);
            out.flush();
        }

        private static Instant now() {
            return Instant.now().truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /** As arpwatch(8) writes to the system's log, and only what it knows. */
    record Arpwatch(PrintWriter out) implements WatchLines {
        @Override
        public void frame(ArpFrame frame, Inspection inspection) {}

        @Override
        public void finding(Finding finding) {
            if (finding.kind().isOfArpwatch()) {
                boolean same = finding.source().equals(finding.mac());
                String other =
                        same ? finding.before().map(mac -> " (" + mac + ")").orElse("") : " (" + finding.mac() + ")";
                out.println(finding.kind() + " " + finding.ip() + " " + finding.source() + other);
                out.flush();
            }
        }

        @Override
        public void summary(Duration time, InspectorCounters counters, long overrun) {}
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
