package io.arpfailover.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.MoveReport;
import io.arpfailover.agent.control.Samples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatusWatchTest {
    private static final long NOON = 43_200_000L;

    private final AgentOfTest agent = new AgentOfTest();
    private final ScreenOfTest screen = new ScreenOfTest();
    private long now = NOON;
    private final StatusWatch watch = new StatusWatch(agent, ZoneOffset.UTC, () -> now);

    @Test
    void showsWhoHoldsTheLeaseTheMembersTheChecksAndTheMoves() {
        agent.status = Optional.of(Samples.pair("PAIRED"));
        watch.look(screen);
        String shown = screen.text();
        assertTrue(shown.startsWith("12:00:00  Ctrl-C ends\nweb on a is HOLDER: b was lost\n"), shown);
        assertTrue(shown.contains("holder     a (this server), epoch 7, PAIRED"), shown);
        assertTrue(shown.contains("lease      [##############################] 2.40 s"), shown);
        assertTrue(shown.contains("10.77.0.1:5227 <- 10.77.0.2:5227  heard 12 ms ago"), shown);
        assertTrue(shown.contains("10.79.0.1:5227 <- ?  silent"), shown);
        assertTrue(shown.contains("check      web (advisory)  failing: connection refused"), shown);
        assertTrue(shown.contains("! paused by root on mgmt1"), shown);
        assertTrue(
                shown.contains("epoch 7  1970-01-01 00:00:00  b -> a in 2.1 ms (b was lost)\n    claimed +2.1 ms"),
                shown);
    }

    @Test
    void anAgentThatFallsSilentIsShownAsItWasAndPickedUpAgain() {
        agent.status = Optional.of(Samples.holder());
        watch.look(screen);
        agent.status = Optional.empty();
        now += 3_000;
        watch.look(screen);
        now += 60_000;
        watch.look(screen);
        assertTrue(screen.text().startsWith("12:01:03  Ctrl-C ends\nagent not answering since 12:00:03: no agent"));
        assertTrue(screen.text().contains("what it said last:\nweb on a is HOLDER"), screen.text());
        assertTrue(screen.last.stream().skip(2).allMatch(line -> line.tone() == Tone.FAINT), "old news look old");
        agent.status = Optional.of(Samples.holder());
        watch.look(screen);
        assertFalse(screen.text().contains("not answering"), screen.text());
    }

    @Test
    void theMovesAreReadOnceForEachEpoch() {
        agent.status = Optional.of(Samples.holder());
        watch.look(screen);
        watch.look(screen);
        assertEquals(1, agent.readings);
        agent.moves = List.of();
        agent.status = Optional.of(Samples.lostHolder("b"));
        watch.look(screen);
        assertEquals(1, agent.readings, "the same epoch");
    }

    /** It may not be written yet; one that never will be is not looked for for ever. */
    @Test
    void aMoveThatIsNotOnRecordIsLookedForAFewTimes() {
        agent.moves = List.of();
        agent.status = Optional.of(Samples.holder());
        for (int looks = 0; looks < 20; looks++) {
            watch.look(screen);
        }
        assertEquals(5, agent.readings);
    }

    @Test
    void offATerminalALineTellsEachChangeOnce() {
        StringWriter written = new StringWriter();
        ChangeList list = new ChangeList(new PrintWriter(written));
        agent.status = Optional.of(Samples.pair("PAIRED"));
        watch.look(list);
        watch.look(list);
        agent.status = Optional.empty();
        watch.look(list);
        watch.look(list);
        List<String> lines = written.toString().lines().toList();
        assertEquals(
                "cluster=web node=a state=holder holder=a epoch=7 mode=PAIRED lease=yes repointed=yes carrier=yes"
                        + " zookeeper=yes peer=b fit=yes checks=gateway:passing,web:failing troubles=3"
                        + " because=\"b was lost\"",
                lines.get(0));
        assertEquals(List.of("agent=silent because=\"no agent answers\""), lines.subList(1, lines.size()));
    }

    @Test
    void theScreenIsDrawnWithinTheWindowAndGivenBack() {
        StringWriter written = new StringWriter();
        LiveScreen live = new LiveScreen(new PrintWriter(written), () -> new WindowSize(2, 6), true);
        live.show(
                List.of(
                        new WatchView.Line(Tone.BAD, "0123456789"),
                        new WatchView.Line(Tone.PLAIN, "a\u001bb"),
                        new WatchView.Line(Tone.PLAIN, "below")),
                "");
        live.close();
        live.close();
        live.show(List.of(), "");
        assertEquals(
                "^[?1049h^[?25l^[H^[1;31m01234^[0m^[K\r\na b^[K^[J^[?25h^[?1049l",
                written.toString().replace("\u001b[", "^["));
    }

    @Test
    void theWindowsSizeAsSttyTellsIt() {
        assertEquals(new WindowSize(50, 132), WindowSize.parse("50 132\n"));
        assertEquals(WindowSize.USUAL, WindowSize.parse("0 0\n"));
        assertEquals(WindowSize.USUAL, WindowSize.parse(""));
    }

    private static final class ScreenOfTest implements Display {
        private List<WatchView.Line> last = List.of();

        String text() {
            return last.stream().map(WatchView.Line::text).collect(Collectors.joining("\n"));
        }

        @Override
        public void show(List<WatchView.Line> screen, String change) {
            last = new ArrayList<>(screen);
        }

        @Override
        public void close() {}
    }

    private static final class AgentOfTest implements StatusWatch.Agent {
        private Optional<AgentStatus> status = Optional.empty();
        private List<MoveReport> moves =
                List.of(new MoveReport(7, "a", Optional.of("b"), "b was lost", 0, Map.of("claimed", 2100L)));
        private int readings;

        @Override
        public AgentStatus status() throws ControlFailure {
            return status.orElseThrow(() -> new ControlFailure("no agent answers"));
        }

        @Override
        public List<MoveReport> history() {
            readings++;
            return moves;
        }
    }
}
