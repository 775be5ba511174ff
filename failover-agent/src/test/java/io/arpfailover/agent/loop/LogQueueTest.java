package io.arpfailover.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A writer that waited for its reader would run into the timeout: the readers here do not read. */
@Timeout(60)
class LogQueueTest {
    private static final String INFO = "2026-01-01T00:00:00.000Z INFO Agent - number=";
    private static final String WARN = "2026-01-01T00:00:00.000Z WARN Agent - number=";
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final StandingReader reader = new StandingReader();
    private final LogQueue queue = new LogQueue(reader, 10, Clock.system());
    private final PrintStream err = new PrintStream(queue, true, StandardCharsets.UTF_8);

    @Test
    void linesComeOutInOrder() {
        reader.reads.countDown();
        for (int i = 0; i < 5; i++) {
            err.println(INFO + i);
        }
        assertTrue(queue.drain(LONG));
        assertEquals(numbered(INFO, 0, 5), reader.lines());
    }

    @Test
    void nobodyWaitsForAReaderThatDoesNotReadAndWarningsAreKeptLongest() throws InterruptedException {
        err.println(INFO + "first");
        reader.asked.await();
        for (int i = 0; i < 1000; i++) {
            err.println(INFO + i);
        }
        for (int i = 0; i < 1000; i++) {
            err.println(WARN + i);
        }
        assertFalse(queue.drain(MOMENT));
        reader.reads.countDown();
        assertTrue(queue.drain(LONG));
        List<String> expected = new ArrayList<>(List.of(INFO + "first"));
        expected.addAll(numbered(INFO, 0, 8));
        expected.addAll(numbered(WARN, 0, 2));
        expected.add("log-lines-dropped=1990 because=\"nobody read them\"");
        assertEquals(expected, reader.lines());
        err.println(INFO + "later");
        assertTrue(queue.drain(LONG));
        assertEquals(INFO + "later", reader.lines().get(reader.lines().size() - 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<6>Loop - |<4>Loop - ",
                "'{\"time\":\"t\",\"level\":\"INFO\"}'|'{\"time\":\"t\",\"level\":\"WARN\"}'"
            })
    void whatIsWorseHasRoomInEveryNotation(String info, String warn) throws InterruptedException {
        err.println(info + "first");
        reader.asked.await();
        for (int i = 0; i < 20; i++) {
            err.println(info + i);
        }
        err.println(warn + 0);
        reader.reads.countDown();
        assertTrue(queue.drain(LONG));
        assertEquals(warn + 0, reader.lines().get(9));
    }

    @Test
    void aLineThatIsWrittenInPiecesStaysWhole() {
        reader.reads.countDown();
        err.print("one ");
        err.print("line\n");
        assertTrue(queue.drain(LONG));
        assertEquals(List.of("one line"), reader.lines());
        assertEquals(1, reader.writes());
    }

    @Test
    void aLineThatDoesNotEndBecomesSeveral() {
        reader.reads.countDown();
        err.print("x".repeat(100_000));
        err.println();
        assertTrue(queue.drain(LONG));
        assertTrue(reader.lines().size() > 5);
        assertTrue(reader.lines().stream().allMatch(line -> line.length() < LogQueue.MOST_OCTETS));
    }

    /** The input of a process that reads none of it: a pipe of 64 KiB. */
    @Test
    void aFullPipeStopsNobody() throws Exception {
        Process deaf = new ProcessBuilder("sleep", "100").start();
        try {
            LogQueue piped = new LogQueue(deaf.getOutputStream(), 100, Clock.system());
            PrintStream stream = new PrintStream(piped, true, StandardCharsets.UTF_8);
            long[] nanos = new long[20_000];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                stream.println(WARN + "y".repeat(200));
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            System.out.println("a line into a full pipe: median " + nanos[10_000] + " ns, worst "
                    + nanos[nanos.length - 1] / 1000 + " us");
            assertFalse(piped.drain(MOMENT));
            deaf.destroy();
            assertTrue(deaf.waitFor(10, TimeUnit.SECONDS));
            assertTrue(piped.drain(LONG), "a reader that went away must not hold the end up");
        } finally {
            deaf.destroyForcibly();
        }
    }

    private static List<String> numbered(String start, int from, int to) {
        List<String> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add(start + i);
        }
        return lines;
    }

    /** Takes nothing until it is told to read. */
    private static final class StandingReader extends OutputStream {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch reads = new CountDownLatch(1);
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private int writes;

        @Override
        public void write(int octet) {
            throw new UnsupportedOperationException("one octet at a time");
        }

        @Override
        public void write(byte[] octets) {
            asked.countDown();
            try {
                reads.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                read.writeBytes(octets);
                writes++;
            }
        }

        synchronized List<String> lines() {
            return read.toString(StandardCharsets.UTF_8).lines().toList();
        }

        synchronized int writes() {
            return writes;
        }
    }
}
