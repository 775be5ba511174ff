package io.arpfailover.agent.neighbor;

import static io.arpfailover.agent.neighbor.TestResolver.ASK_ALL;
import static io.arpfailover.agent.neighbor.TestResolver.ASK_IT;
import static io.arpfailover.agent.neighbor.TestResolver.IP;
import static io.arpfailover.agent.neighbor.TestResolver.MAC;
import static io.arpfailover.agent.neighbor.TestResolver.MAC_2;
import static io.arpfailover.agent.neighbor.TestResolver.THIRD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every state against every input, more than a locktime and more than the second between questions after it began. A
 * cell is the effects, joined by {@code +}, and the next state: {@code Deliver>DELAY}. {@code .} is no effect and the
 * same state; a state {@code NONE} is no entry. In INCOMPLETE one packet waits.
 */
class TransitionTableTest {
    private static final String NONE = "NONE";
    private static final String TABLE = """
            input            NONE             INCOMPLETE                  REACHABLE        STALE            DELAY             PROBE                FAILED            STATIC
            send             Ask>INCOMPLETE   .                           Deliver          Deliver>DELAY    Deliver           Deliver              Unreached         Deliver
            send-later       Ask>INCOMPLETE   .                           Deliver          Deliver>DELAY    Deliver           Deliver              Ask>INCOMPLETE    Deliver
            verify           Ask>INCOMPLETE   .                           Poll>PROBE       Poll>PROBE       Poll>PROBE        .                    Ask>INCOMPLETE    .
            confirm          .                .                           .                >REACHABLE       >REACHABLE        >REACHABLE           .                 .
            reply            .                Resolved+Deliver>REACHABLE  .                .                .                 Confirmed>REACHABLE  >STALE            .
            broadcast-reply  .                Resolved+Deliver>STALE      .                .                .                 Confirmed>STALE      >STALE            .
            request          .                Resolved+Deliver>STALE      .                .                .                 .                    >STALE            .
            request-to-us    Answer>STALE     Resolved+Deliver+Answer>STALE  Answer        Answer           Answer            Answer               Answer>STALE      Answer
            announcement     .                Resolved+Deliver>STALE      .                .                .                 .                    >STALE            .
            probe            .                .                           .                .                .                 .                    .                 .
            other-reply      .                Resolved+Deliver>REACHABLE  Changed>STALE    Changed          Changed>STALE     Changed>REACHABLE    >STALE            Contradicted
            other-request    .                Resolved+Deliver>STALE      Changed>STALE    Changed          Changed>STALE     Changed>STALE        >STALE            Contradicted
            other-announced  .                Resolved+Deliver>STALE      Changed>STALE    Changed          Changed>STALE     Changed>STALE        >STALE            Contradicted
            timeout          .                Ask                         >REACHABLE       .                Poll>PROBE        Poll                 >NONE             .
            last-timeout     .                Unreachable+Unreached>FAILED  >STALE         .                Poll>PROBE        Unreachable>FAILED   >NONE             .
            flush            .                .                           >NONE            >NONE            >NONE             >NONE                >NONE             .
            put-static       >STATIC          Deliver>STATIC              >STATIC          >STATIC          >STATIC           >STATIC              >STATIC           >STATIC
            remove           .                Removed>NONE                >NONE            >NONE            >NONE             >NONE                >NONE             >NONE
            link-down        .                Down>NONE                   >NONE            >NONE            >NONE             >NONE                >NONE             .
            mac-changed      Announce         Announce                    Announce>NONE    Announce>NONE    Announce>NONE     Announce>NONE        Announce>NONE     Announce
            """;

    @TestFactory
    Stream<DynamicTest> everyStateAgainstEveryInput() {
        List<String[]> rows =
                TABLE.lines().map(line -> line.trim().split("\\s+")).toList();
        String[] states = rows.get(0);
        assertEquals(NeighborState.values().length + 2, states.length);
        return rows.stream()
                .skip(1)
                .flatMap(row -> Stream.iterate(1, column -> column < states.length, column -> column + 1)
                        .map(column -> cell(states[column], row[0], row[column])));
    }

    private static DynamicTest cell(String from, String input, String expected) {
        return DynamicTest.dynamicTest(from + " " + input, () -> {
            TestResolver link = in(from);
            assertEquals(from, stateOf(link));
            assertEquals(effects(expected, input), apply(input, link));
            assertEquals(next(expected, from), stateOf(link));
        });
    }

    private static TestResolver in(String state) {
        return state.equals(NONE) ? TestResolver.linux() : settled(in(NeighborState.valueOf(state)));
    }

    private static TestResolver in(NeighborState state) {
        TestResolver link = TestResolver.linux();
        return switch (state) {
            case INCOMPLETE -> sent(link);
            case REACHABLE -> link.reachable();
            case STALE -> link.reachable().runUntil(NeighborState.STALE);
            case DELAY -> sent(in(NeighborState.STALE));
            case PROBE -> in(NeighborState.DELAY).runUntil(NeighborState.PROBE);
            case FAILED -> failed(link);
            case STATIC -> fixed(link);
        };
    }

    private static TestResolver sent(TestResolver link) {
        link.send("first");
        return link;
    }

    private static TestResolver failed(TestResolver link) {
        link.verify();
        return link.runUntil(NeighborState.FAILED);
    }

    private static TestResolver fixed(TestResolver link) {
        link.resolver.putStatic(IP, MAC, link.now);
        return link;
    }

    /** A moment before the next second is over, so that nothing is due yet; a second where nothing would be. */
    private static TestResolver settled(TestResolver link) {
        boolean asking = link.state().isAsking();
        link.now = asking ? link.resolver.nextTimeout() : link.now.plus(Duration.ofSeconds(1));
        return link;
    }

    private static List<NeighborEffect<String>> apply(String input, TestResolver link) {
        return switch (input) {
            case "send" -> link.send("x");
            case "send-later" -> sendLater(link);
            case "verify" -> link.verify();
            case "confirm" -> silently(() -> link.resolver.confirm(IP, link.now));
            case "timeout" -> timeout(link);
            case "last-timeout" -> lastTimeout(link);
            case "flush" -> silently(() -> link.resolver.flush(IP, link.now));
            case "put-static" -> link.resolver.putStatic(IP, MAC, link.now);
            case "remove" -> link.resolver.remove(IP, link.now);
            case "link-down" -> link.resolver.linkDown(link.now);
            case "mac-changed" -> link.resolver.macChanged(TestResolver.OWN_NEW, link.now);
            default -> link.hear(frame(input));
        };
    }

    private static ArpFrame frame(String input) {
        return switch (input) {
            case "reply" -> TestResolver.reply(MAC);
            case "broadcast-reply" -> TestResolver.broadcastReply(MAC);
            case "request" -> TestResolver.request(MAC, THIRD);
            case "request-to-us" -> TestResolver.request(MAC, TestResolver.OURS);
            case "announcement" -> TestResolver.announcement(MAC);
            case "probe" -> ArpFrame.broadcast(ArpPacket.probe(MAC_2, IP));
            case "other-reply" -> TestResolver.reply(MAC_2);
            case "other-request" -> TestResolver.request(MAC_2, THIRD);
            case "other-announced" -> TestResolver.announcement(MAC_2);
            default -> throw new AssertionError("no such input: " + input);
        };
    }

    private static List<NeighborEffect<String>> silently(Runnable input) {
        input.run();
        return List.of();
    }

    private static List<NeighborEffect<String>> sendLater(TestResolver link) {
        link.now = link.now.plus(ResolverTiming.DEFAULT.negative());
        return link.send("x");
    }

    /** At the deadline, or, where nothing is due, years later: silence. */
    private static List<NeighborEffect<String>> timeout(TestResolver link) {
        boolean due = !link.resolver.nextTimeout().equals(MonotonicTime.NEVER);
        return due ? link.timeout() : link.resolver.onTimeout(new MonotonicTime(1L << 60));
    }

    /** The one that ends the state, where there are several. */
    private static List<NeighborEffect<String>> lastTimeout(TestResolver link) {
        String from = stateOf(link);
        for (int i = 0; i < 20; i++) {
            List<NeighborEffect<String>> effects = timeout(link);
            if (!stateOf(link).equals(from)) {
                return effects;
            }
        }
        return List.of();
    }

    private static List<NeighborEffect<String>> effects(String cell, String input) {
        String names = cell.replaceFirst(">.*", "");
        return names.isEmpty() || names.equals(".")
                ? List.of()
                : Arrays.stream(names.split("\\+"))
                        .map(name -> effect(name, input))
                        .toList();
    }

    private static NeighborEffect<String> effect(String name, String input) {
        MacAddress mac = input.startsWith("other") ? MAC_2 : MAC;
        Ipv4Address ours = TestResolver.OURS;
        return switch (name) {
            case "Ask" -> ASK_ALL;
            case "Poll" -> ASK_IT;
            case "Answer" ->
                new NeighborEffect.Answer<>(
                        ArpFrame.unicast(MAC, ArpPacket.replyTo(ArpPacket.request(MAC, IP, ours), TestResolver.OWN)));
            case "Announce" ->
                new NeighborEffect.Announce<>(ArpFrame.broadcast(ArpPacket.announcement(TestResolver.OWN_NEW, ours)));
            case "Deliver" -> TestResolver.deliver(mac, input.startsWith("send") ? "x" : "first");
            case "Unreached" -> TestResolver.drop(DropCause.UNREACHABLE, input.startsWith("send") ? "x" : "first");
            case "Removed" -> TestResolver.drop(DropCause.REMOVED, "first");
            case "Down" -> TestResolver.drop(DropCause.LINK_DOWN, "first");
            case "Resolved" -> new NeighborEffect.Resolved<>(IP, mac, evidence(input));
            case "Confirmed" -> new NeighborEffect.Confirmed<>(IP, MAC);
            case "Changed" -> new NeighborEffect.Changed<>(IP, MAC, MAC_2, 1);
            case "Contradicted" -> new NeighborEffect.Contradicted<>(IP, MAC, MAC_2);
            case "Unreachable" -> TestResolver.UNREACHABLE;
            default -> throw new AssertionError("no such effect: " + name);
        };
    }

    private static Evidence evidence(String input) {
        return switch (input) {
            case "reply", "other-reply" -> Evidence.UNICAST_REPLY;
            case "broadcast-reply" -> Evidence.BROADCAST_REPLY;
            case "request", "other-request", "request-to-us" -> Evidence.REQUEST;
            case "announcement", "other-announced" -> Evidence.ANNOUNCEMENT;
            default -> throw new AssertionError("nothing is learned from " + input);
        };
    }

    private static String stateOf(TestResolver link) {
        return link.resolver
                .neighbor(IP, link.now)
                .map(view -> view.state().name())
                .orElse(NONE);
    }

    private static String next(String cell, String from) {
        String[] parts = cell.split(">", -1);
        assertNotEquals(3, parts.length, cell);
        return parts.length == 2 ? parts[1] : from;
    }
}
