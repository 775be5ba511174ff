package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.takeover.Departure.Kind;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DepartureTest {
    private static final MonotonicTime SOON = new MonotonicTime(1);
    private static final MonotonicTime LATER = new MonotonicTime(2);
    private static final MonotonicTime LATEST = new MonotonicTime(3);

    /** All that can be asked of it after what happened to it. */
    private record Story(
            String name,
            Consumer<Departure> happened,
            boolean asked,
            boolean forRestart,
            boolean awaitsPromise,
            boolean needed,
            boolean leftServing,
            MonotonicTime deadline) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Story> stories() {
        return Stream.of(
                new Story("nothing", d -> {}, false, false, false, false, false, MonotonicTime.NEVER),
                new Story("for good", d -> d.begin(Kind.FOR_GOOD, SOON), true, false, false, false, false, SOON),
                new Story("for a restart", d -> d.begin(Kind.FOR_RESTART, SOON), true, true, false, false, false, SOON),
                new Story("for a restart by a promise", DepartureTest::promised, true, true, true, false, false, SOON),
                new Story(
                        "for good after all",
                        d -> {
                            promised(d);
                            d.begin(Kind.FOR_GOOD, LATER);
                        },
                        true,
                        false,
                        true,
                        false,
                        false,
                        LATER),
                new Story("handed over", DepartureTest::handedOver, true, false, false, true, false, LATER),
                new Story(
                        "handed over and released",
                        d -> {
                            handedOver(d);
                            d.ackLeft(LATEST);
                        },
                        true,
                        false,
                        false,
                        true,
                        false,
                        LATEST),
                new Story(
                        "an answer after that changes nothing",
                        d -> {
                            handedOver(d);
                            d.ackLeft(LATEST);
                            d.ackLeft(MonotonicTime.NEVER);
                        },
                        true,
                        false,
                        false,
                        true,
                        false,
                        LATEST),
                new Story(
                        "an answer that nobody owes",
                        d -> {
                            d.begin(Kind.FOR_GOOD, SOON);
                            d.ackLeft(LATEST);
                        },
                        true,
                        false,
                        false,
                        false,
                        false,
                        SOON),
                new Story(
                        "left serving",
                        d -> {
                            promised(d);
                            d.leaveServing();
                        },
                        true,
                        true,
                        true,
                        false,
                        true,
                        MonotonicTime.NEVER),
                new Story(
                        "left, and the kernel does not serve after all",
                        d -> {
                            promised(d);
                            d.leaveServing();
                            d.servesNoMore();
                        },
                        true,
                        true,
                        true,
                        false,
                        false,
                        MonotonicTime.NEVER),
                new Story(
                        "ended",
                        d -> {
                            d.begin(Kind.FOR_GOOD, SOON);
                            d.end();
                        },
                        true,
                        false,
                        false,
                        false,
                        false,
                        MonotonicTime.NEVER));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void story(Story story) {
        Departure departure = new Departure();
        story.happened.accept(departure);
        assertEquals(
                story,
                new Story(
                        story.name,
                        story.happened,
                        departure.isAsked(),
                        departure.isForRestart(),
                        departure.awaitsLongPromise(),
                        departure.isNeeded(),
                        departure.hasLeftServing(),
                        departure.deadline()));
    }

    private static void promised(Departure departure) {
        departure.begin(Kind.FOR_RESTART, SOON);
        departure.awaitLongPromise();
    }

    private static void handedOver(Departure departure) {
        departure.begin(Kind.FOR_GOOD, SOON);
        departure.oweAck(LATER);
    }
}
