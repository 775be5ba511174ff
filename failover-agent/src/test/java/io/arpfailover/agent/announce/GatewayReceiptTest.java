package io.arpfailover.agent.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every state against every input. A cell is the effect and the next state: {@code Query>ASKING}, {@code Routine} being
 * a query that may wait; {@code .} is no effect and the same state. AWAITING-3 is the third and last wait.
 */
class GatewayReceiptTest {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.77.0.100");
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");
    private static final MacAddress MAC = MacAddress.parse("02:00:0a:4d:00:fe");
    private static final MacAddress OTHER_MAC = MacAddress.parse("02:00:0a:4d:00:fd");
    private static final MonotonicTime NOW = new MonotonicTime(0);

    private static final String TABLE = """
            input        UNASKED ASKING           AWAITING          AWAITING-3           OVERDUE           RESTING           PROVED
            ask          .       Query>ASKING     Query>ASKING      Query>ASKING         Query>ASKING      Query>ASKING      Query>ASKING
            refresh      .       Routine>ASKING   Routine>ASKING    Routine>ASKING       Routine>ASKING    Routine>ASKING    Routine>ASKING
            left         .       >AWAITING        .                 .                    .                 .                 .
            given-up     .       >RESTING         .                 .                    .                 .                 .
            answered     .       Repointed>PROVED Repointed>PROVED  Repointed>PROVED     Repointed>PROVED  Repointed>PROVED  .
            other-mac    .       Repointed>PROVED Repointed>PROVED  Repointed>PROVED     Repointed>PROVED  Repointed>PROVED  Repointed
            too-early    .       .                .                 .                    .                 .                 .
            timeout      .       .                Query>ASKING      NotRepointed>OVERDUE Routine>ASKING    .                 .
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
            GatewayReceipt receipt = in(from);
            assertEquals(named(from), receipt.state());
            assertEquals(effects(expected, input), apply(input, receipt));
            assertEquals(next(expected, from), receipt.state());
        });
    }

    private static GatewayReceipt in(String state) {
        Optional<Ipv4Address> gateway = state.equals("UNASKED") ? Optional.empty() : Optional.of(GATEWAY);
        GatewayReceipt receipt = new GatewayReceipt(VIP, gateway, AnnounceTiming.DEFAULT);
        receipt.ask();
        switch (state) {
            case "AWAITING" -> receipt.queryLeft(NOW);
            case "AWAITING-3" -> asked(3, receipt);
            case "OVERDUE" -> overdue(receipt);
            case "RESTING" -> receipt.queryGivenUp();
            case "PROVED" -> receipt.answered(MAC);
            default -> {}
        }
        return receipt;
    }

    private static void asked(int times, GatewayReceipt receipt) {
        receipt.queryLeft(NOW);
        for (int i = 1; i < times; i++) {
            receipt.onTimeout(receipt.nextTimeout());
            receipt.queryLeft(NOW);
        }
    }

    private static void overdue(GatewayReceipt receipt) {
        asked(3, receipt);
        receipt.onTimeout(receipt.nextTimeout());
    }

    private static List<AnnounceEffect> apply(String input, GatewayReceipt receipt) {
        return switch (input) {
            case "ask" -> receipt.ask();
            case "refresh" -> receipt.refresh();
            case "left" -> silently(() -> receipt.queryLeft(NOW));
            case "given-up" -> silently(receipt::queryGivenUp);
            case "answered" -> receipt.answered(MAC);
            case "other-mac" -> receipt.answered(OTHER_MAC);
            case "too-early" -> receipt.onTimeout(NOW);
            case "timeout" -> receipt.onTimeout(due(receipt));
            default -> throw new AssertionError("no such input: " + input);
        };
    }

    private static List<AnnounceEffect> silently(Runnable input) {
        input.run();
        return List.of();
    }

    private static MonotonicTime due(GatewayReceipt receipt) {
        boolean nothing = receipt.nextTimeout().equals(MonotonicTime.NEVER);
        return nothing ? new MonotonicTime(1L << 60) : receipt.nextTimeout();
    }

    private static List<AnnounceEffect> effects(String cell, String input) {
        MacAddress by = input.equals("other-mac") ? OTHER_MAC : MAC;
        return switch (cell.replaceFirst(">.*", "")) {
            case "", "." -> List.of();
            case "Query" -> List.of(new AnnounceEffect.Send(new Outbound.GatewayQuery(VIP, GATEWAY)));
            case "Routine" ->
                List.of(new AnnounceEffect.Send(new Outbound.GatewayQuery(VIP, GATEWAY, Urgency.ROUTINE)));
            case "Repointed" -> List.of(new AnnounceEffect.Repointed(VIP, by));
            case "NotRepointed" -> List.of(new AnnounceEffect.NotRepointed(VIP));
            default -> throw new AssertionError("no such effect: " + cell);
        };
    }

    private static ReceiptState next(String cell, String from) {
        return Arrays.stream(cell.split(">"))
                .skip(1)
                .findFirst()
                .map(ReceiptState::valueOf)
                .orElse(named(from));
    }

    private static ReceiptState named(String state) {
        return ReceiptState.valueOf(state.replace("-3", ""));
    }
}
