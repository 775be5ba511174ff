package io.arpfailover.coordinator.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LinesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T10:20:30.004Z"));

    @Test
    void onATerminalALineHasTimeAndLevel() {
        assertEquals(
                "2026-01-01T10:20:30.004Z WARN Loop - stage=HOLDING\n",
                lines(false).text(entry(Level.WARN, "stage=HOLDING")));
    }

    @Test
    void theJournalGetsThePriorityAndKeepsTheTime() {
        assertEquals("<3>Loop - a\n", lines(true).text(entry(Level.ERROR, "a")));
        assertEquals("<4>Loop - a\n", lines(true).text(entry(Level.WARN, "a")));
        assertEquals("<6>Loop - a\n", lines(true).text(entry(Level.INFO, "a")));
        assertEquals("<7>Loop - a\n", lines(true).text(entry(Level.DEBUG, "a")));
    }

    @Test
    void eachLineOfAStackHasItsPriority() {
        String text = lines(true).text(new Entry(Level.ERROR, "Loop", "bug", Optional.of(new IllegalStateException())));
        assertTrue(text.lines().count() > 2, text);
        assertTrue(text.lines().allMatch(line -> line.startsWith("<3>")), text);
    }

    @Test
    void jsonIsOneObjectWithThePairsOfTheMessage() {
        Lines lines = lines(false);
        lines.notation(Notation.JSON);
        assertEquals(
                "{\"time\":\"2026-01-01T10:20:30.004Z\",\"level\":\"INFO\",\"logger\":\"Loop\",\"message\":"
                        + "\"stage=HOLDING because=\\\"it \\\\ won\\\" time=1\",\"stage\":\"HOLDING\","
                        + "\"because\":\"it \\\\ won\",\"time_\":\"1\"}\n",
                lines.text(entry(Level.INFO, "stage=HOLDING because=\"it \\ won\" time=1")));
    }

    @Test
    void pairsAreTakenOnlyWhereTheyAreWritten() {
        assertEquals(Map.of(), Pairs.of("an address was taken off; a==b, =c"));
        assertEquals(Map.of("epoch", "7", "to", "a"), Pairs.of("moved epoch=7 to=a epoch=8"));
        assertEquals(Map.of("why", "\"open"), Pairs.of("why=\"open"));
    }

    @Test
    void librariesSayOnlyWhatWeDoNot() {
        assertEquals(Optional.of(Level.ERROR), Levels.of("org.apache.zookeeper.ClientCnxn"));
        assertEquals(Optional.empty(), Levels.of("org.apache.curator.framework.Anything"));
        assertEquals(Optional.of(Level.WARN), Levels.of("org.pcap4j.core.PcapHandle"));
        assertEquals(Optional.of(Level.INFO), Levels.of("io.arpfailover.agent.loop.Agent"));
    }

    @Test
    void slf4jFindsIt() {
        assertInstanceOf(LineLoggers.class, LoggerFactory.getILoggerFactory());
    }

    private static Entry entry(Level level, String message) {
        return new Entry(level, "Loop", message, Optional.empty());
    }

    private static Lines lines(boolean journal) {
        return new Lines(journal, CLOCK, ZoneOffset.UTC);
    }
}
