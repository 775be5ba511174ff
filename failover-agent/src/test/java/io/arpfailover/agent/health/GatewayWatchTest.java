package io.arpfailover.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.announce.Urgency;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GatewayWatchTest {
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");
    private static final Ipv4Address OTHER = Ipv4Address.parse("10.77.0.7");
    private static final MacAddress MAC = MacAddress.parse("02:00:0a:4d:00:fe");
    private static final MacAddress NEW_MAC = MacAddress.parse("02:00:0a:4d:00:fd");
    private static final MacAddress OWN = MacAddress.parse("02:00:0a:4d:00:01");
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration HURRIED = Duration.ofMillis(50);
    private static final GatewayWatchSettings SETTINGS = new GatewayWatchSettings(CheckLevel.REQUIRED, INTERVAL, 2, 3);
    private static final MonotonicTime START = new MonotonicTime(0);

    /**
     * Every state against every input. A cell is the effects and the next state; {@code .} is no effect and the same
     * state. Ask is a routine question to everybody, Mac one to the gateway alone where its MAC is known, Hurry and
     * HurryMac urgent ones. IN-TIME is RESTING just after a sign of life, LAST is AWAITING the answer to the last question that may be missed, FALLEN is
     * AWAITING with the gateway unreachable.
     */
    private static final String TABLE = """
            input      STOPPED     ASKING      AWAITING         LAST                        FALLEN      RESTING         IN-TIME
            start      Mac>ASKING  error       error            error                       error       error           error
            stop       .           >STOPPED    >STOPPED         >STOPPED                    >STOPPED    >STOPPED        >STOPPED
            left       .           >AWAITING   .                .                           .           .               .
            not-left   .           >RESTING    .                .                           .           .               .
            heard      .           >RESTING    >RESTING         >RESTING                    >RESTING    .               .
            stranger   .           .           .                .                           .           .               .
            hurry      .           HurryMac    HurryMac>ASKING  Hurry>ASKING                .           HurryMac>ASKING .
            too-early  .           .           .                .                           .           .               .
            timeout    .           .           Ask>ASKING       Unreachable,Ask>ASKING      Ask>ASKING  Mac>ASKING      Mac>ASKING
            """;

    @TestFactory
    Stream<DynamicTest> everyStateAgainstEveryInput() {
        List<String[]> rows =
                TABLE.lines().map(line -> line.trim().split("\\s+")).toList();
        String[] states = rows.get(0);
        return rows.stream()
                .skip(1)
                .flatMap(row -> Stream.iterate(1, column -> column < states.length, column -> column + 1)
                        .map(column -> cell(states[column], row[0], row[column])));
    }

    private static DynamicTest cell(String from, String input, String expected) {
        return DynamicTest.dynamicTest(from + " " + input, () -> {
            Scene scene = in(from);
            WatchState before = scene.watch.state();
            if (expected.equals("error")) {
                assertThrows(IllegalStateException.class, () -> scene.apply(input));
                return;
            }
            assertEquals(expected.equals(".") ? "" : expected.replaceFirst(">.*", ""), told(scene.apply(input)));
            String next = expected.replaceFirst("[^>]*>?", "");
            assertEquals(next.isEmpty() ? before : WatchState.valueOf(next), scene.watch.state());
        });
    }

    @Test
    void riseAndFallAreCounted() {
        Scene scene = new Scene(SETTINGS);
        scene.start();
        assertEquals("", scene.answeredRound());
        assertEquals(Reachability.UNKNOWN, scene.watch.reachability());
        assertEquals("Reachable", scene.answeredRound());
        assertEquals("", scene.answeredRound());
        assertEquals("Ask", scene.missedRound());
        assertEquals("Ask", scene.missedRound());
        assertEquals(Reachability.REACHABLE, scene.watch.reachability());
        assertEquals(Optional.empty(), scene.watch.requiredFailure());
        assertEquals("Unreachable,Ask", scene.missedRound());
        assertEquals("Ask", scene.missedRound());
        assertEquals(Optional.of("the gateway 10.77.0.254 does not answer ARP"), scene.watch.requiredFailure());
        assertEquals("", scene.answeredRound());
        assertEquals(Reachability.UNREACHABLE, scene.watch.reachability());
        assertEquals("Reachable", scene.answeredRound());
        assertEquals(Optional.empty(), scene.watch.requiredFailure());
    }

    @Test
    void anAnswerBetweenTwoMissesBeginsTheCountAnew() {
        Scene scene = new Scene(SETTINGS);
        scene.start();
        scene.missedRound();
        scene.missedRound();
        scene.answeredRound();
        scene.missedRound();
        assertEquals("Ask", scene.missedRound());
        assertEquals(Reachability.UNKNOWN, scene.watch.reachability());
    }

    @Test
    void aQuestionThatDoesNotLeaveIsNeitherAnsweredNorMissed() {
        Scene scene = new Scene(SETTINGS);
        scene.start();
        for (int round = 0; round < 10; round++) {
            scene.watch.sent(false, scene.now);
            assertEquals("Mac", scene.timeout());
        }
        assertEquals(Reachability.UNKNOWN, scene.watch.reachability());
    }

    @Test
    void aSignOfLifeBetweenQuestionsIsNoSecondAnswer() {
        Scene scene = new Scene(SETTINGS);
        scene.start();
        scene.answeredRound();
        scene.watch.onPacket(signOfLife(MAC), scene.now);
        assertEquals(Reachability.UNKNOWN, scene.watch.reachability());
    }

    @Test
    void hurryFindsACutLanInAsManyShortIntervals() {
        Scene scene = reachable();
        scene.later(Duration.ofMillis(300));
        MonotonicTime suspected = scene.now;
        assertEquals("HurryMac", told(scene.watch.hurry(scene.now)));
        assertEquals("", told(scene.watch.hurry(scene.now)), "it hurries already");
        assertEquals("Hurry", scene.missedRound());
        assertEquals("Hurry", scene.missedRound());
        assertEquals("Unreachable,Ask", scene.missedRound());
        assertEquals(suspected.plus(HURRIED.multipliedBy(3)), scene.now);
        scene.watch.sent(true, scene.now);
        assertEquals(scene.now.plus(INTERVAL), scene.watch.nextTimeout(), "the hurry is over");
    }

    @Test
    void hurryEndsWithTheAnswer() {
        Scene scene = reachable();
        scene.later(Duration.ofMillis(300));
        scene.watch.hurry(scene.now);
        scene.watch.sent(true, scene.now);
        scene.later(Duration.ofMillis(1));
        scene.watch.onPacket(signOfLife(MAC), scene.now);
        assertEquals(scene.now.plus(INTERVAL), scene.watch.nextTimeout());
        assertEquals("", told(scene.watch.hurry(scene.now)), "just heard");
        scene.later(HURRIED);
        assertEquals("HurryMac", told(scene.watch.hurry(scene.now)));
    }

    @Test
    void hurryEndsWhereNothingLeaves() {
        Scene scene = reachable();
        scene.later(Duration.ofMillis(300));
        scene.watch.hurry(scene.now);
        scene.watch.sent(false, scene.now);
        assertEquals(scene.now.plus(INTERVAL), scene.watch.nextTimeout());
    }

    @Test
    void aGatewayWithANewMacIsFoundByAskingEverybody() {
        Scene scene = reachable();
        assertEquals("Mac", scene.timeout());
        assertEquals("Ask", scene.missedRound());
        scene.watch.onPacket(signOfLife(NEW_MAC), scene.now);
        assertEquals("Mac", scene.timeout());
    }

    @Test
    void anAdvisoryGatewayMakesNobodyUnfit() {
        Scene scene = new Scene(new GatewayWatchSettings(CheckLevel.ADVISORY, INTERVAL, 2, 1));
        scene.start();
        assertEquals("Unreachable,Ask", scene.missedRound());
        assertEquals(Optional.empty(), scene.watch.requiredFailure());
    }

    /** RFC 5227 section 1.1: a probe has the sender address 0.0.0.0. */
    @Test
    void theQuestionIsAProbe() {
        ArpPacket probe = ArpPacket.probe(OWN, GATEWAY);
        assertEquals(Ipv4Address.ANY, probe.senderIp());
        assertEquals(
                ArpFrame.unicast(MAC, probe), new Outbound.GatewayQuestion(GATEWAY, MAC, Urgency.ROUTINE).frame(OWN));
        assertEquals(
                ArpFrame.broadcast(probe),
                new Outbound.GatewayQuestion(GATEWAY, MacAddress.BROADCAST, Urgency.URGENT).frame(OWN));
    }

    private static Scene reachable() {
        Scene scene = new Scene(SETTINGS);
        scene.start();
        scene.answeredRound();
        scene.answeredRound();
        return scene;
    }

    private static Scene in(String state) {
        Scene scene = new Scene(SETTINGS);
        if (!state.equals("STOPPED")) {
            scene.start();
        }
        switch (state) {
            case "AWAITING" -> scene.watch.sent(true, scene.now);
            case "LAST" -> scene.missed(2);
            case "FALLEN" -> scene.missed(3);
            case "RESTING", "IN-TIME" -> {
                scene.watch.sent(true, scene.now);
                scene.watch.onPacket(signOfLife(MAC), scene.now);
                scene.later(state.equals("RESTING") ? HURRIED : HURRIED.minusNanos(1));
            }
            default -> {}
        }
        return scene;
    }

    private static ArpPacket signOfLife(MacAddress by) {
        return ArpPacket.request(by, GATEWAY, OTHER);
    }

    /** Effects by name, joined by commas. */
    private static String told(List<GatewayEffect> effects) {
        Words words = new Words();
        effects.forEach(effect -> effect.performOn(words));
        return words.said.stream().collect(Collectors.joining(","));
    }

    private static final class Words implements GatewayEffect.Performer {
        private final List<String> said = new ArrayList<>();

        @Override
        public void ask(GatewayEffect.Ask effect) {
            boolean routine = effect.urgency() == Urgency.ROUTINE;
            said.add(Arrays.asList("HurryMac", "Hurry", "Mac", "Ask")
                    .get((routine ? 2 : 0) + (effect.everybody() ? 1 : 0)));
        }

        @Override
        public void reachable(GatewayEffect.Reachable effect) {
            assertEquals(new GatewayEffect.Reachable(GATEWAY, MAC), effect);
            said.add("Reachable");
        }

        @Override
        public void unreachable(GatewayEffect.Unreachable effect) {
            assertEquals(new GatewayEffect.Unreachable(GATEWAY), effect);
            said.add("Unreachable");
        }
    }

    /** A watch, and the time it is there. */
    private static final class Scene {
        private final GatewayWatch watch;
        private MonotonicTime now = START;

        Scene(GatewayWatchSettings settings) {
            watch = new GatewayWatch(GATEWAY, settings, HURRIED);
        }

        void start() {
            assertEquals("Mac", told(watch.start(now)));
        }

        void later(Duration by) {
            now = now.plus(by);
        }

        void toTimeout() {
            now = watch.nextTimeout();
        }

        String timeout() {
            toTimeout();
            return told(watch.onTimeout(now));
        }

        /** Asks when it rests, the question leaves, and nothing comes. */
        String missedRound() {
            if (watch.state() == WatchState.RESTING) {
                timeout();
            }
            watch.sent(true, now);
            return timeout();
        }

        /** Asks when it rests, the question leaves, and the gateway answers. */
        String answeredRound() {
            if (watch.state() == WatchState.RESTING) {
                timeout();
            }
            watch.sent(true, now);
            return told(watch.onPacket(ArpPacket.replyTo(ArpPacket.probe(OWN, GATEWAY), MAC), now));
        }

        void missed(int rounds) {
            for (int round = 0; round < rounds; round++) {
                missedRound();
            }
            watch.sent(true, now);
        }

        List<GatewayEffect> apply(String input) {
            return switch (input) {
                case "start" -> watch.start(now);
                case "stop" -> silently(watch::stop);
                case "left" -> silently(() -> watch.sent(true, now));
                case "not-left" -> silently(() -> watch.sent(false, now));
                case "heard" -> watch.onPacket(signOfLife(MAC), now);
                case "stranger" -> watch.onPacket(ArpPacket.request(MAC, OTHER, GATEWAY), now);
                case "hurry" -> watch.hurry(now);
                case "too-early" -> watch.onTimeout(now);
                case "timeout" -> watch.onTimeout(due());
                default -> throw new AssertionError("no such input: " + input);
            };
        }

        private MonotonicTime due() {
            boolean nothing = watch.nextTimeout().equals(MonotonicTime.NEVER);
            return nothing ? new MonotonicTime(1L << 60) : watch.nextTimeout();
        }

        private static List<GatewayEffect> silently(Runnable input) {
            input.run();
            return List.of();
        }
    }
}
