package io.arpfailover.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthBoardTest {
    private static final CheckRule WEB = new CheckRule("web", CheckLevel.REQUIRED, 2, 3);
    private static final CheckRule DISK = new CheckRule("disk", CheckLevel.ADVISORY, 1, 1);
    private static final MonotonicTime START = new MonotonicTime(0);

    /** Results, + or -, and the verdicts that become news at the place of their result. */
    @ParameterizedTest
    @CsvSource({
        "''       , ''      ",
        "+        , .       ",
        "++       , .P      ",
        "++++     , .P..    ",
        "--       , ..      ",
        "---      , ..F     ",
        "-----    , ..F..   ",
        "--+--+   , ......  ",
        "---+     , ..F.    ",
        "---+-+   , ..F...  ",
        "---++    , ..F.P   ",
        "++--+--- , .P.....F",
    })
    void riseAndFall(String results, String expected) {
        HealthBoard board = new HealthBoard(List.of(WEB), START);
        StringBuilder news = new StringBuilder();
        for (int i = 0; i < results.length(); i++) {
            boolean passed = results.charAt(i) == '+';
            Optional<CheckState> changed = board.onResult(new CheckResult("web", passed, ""), START);
            news.append(changed.map(state -> state.verdict().name().charAt(0)).orElse('.'));
        }
        assertEquals(expected, news.toString());
    }

    @Test
    void unknownIsFit() {
        HealthBoard board = new HealthBoard(List.of(WEB), START);
        assertEquals(Optional.empty(), board.requiredFailure());
        assertEquals(
                List.of(new CheckState("web", CheckLevel.REQUIRED, Verdict.UNKNOWN, 0, "", START)), board.states());
    }

    @Test
    void theFailureIsOneClause() {
        HealthBoard board = new HealthBoard(List.of(WEB, DISK), START);
        fail(board, "web", "timeout", 3);
        fail(board, "web", "Connection refused", 1);
        assertEquals(Optional.of("check web failed 3 times: Connection refused"), board.requiredFailure());
        board.onResult(CheckResult.passed("web", "status 200"), at(9));
        assertEquals(
                Optional.of("check web failed 3 times: Connection refused"),
                board.requiredFailure(),
                "one pass is not enough, and no cause");
        board.onResult(CheckResult.passed("web", "status 200"), at(10));
        assertEquals(Optional.empty(), board.requiredFailure());
    }

    @Test
    void anAdvisoryFailureLeavesItFit() {
        HealthBoard board = new HealthBoard(List.of(WEB, DISK), START);
        fail(board, "disk", "", 1);
        assertEquals(Optional.empty(), board.requiredFailure());
    }

    @Test
    void aFailureWithoutAText() {
        HealthBoard board = new HealthBoard(List.of(new CheckRule("disk", CheckLevel.REQUIRED, 1, 1)), START);
        fail(board, "disk", "", 1);
        assertEquals(Optional.of("check disk failed"), board.requiredFailure());
    }

    @Test
    void theStatesTellWhatIsKnown() {
        HealthBoard board = new HealthBoard(List.of(WEB, DISK), START);
        board.onResult(CheckResult.passed("web", "status 200"), at(1));
        board.onResult(CheckResult.passed("web", "status 204"), at(2));
        board.onResult(CheckResult.failed("web", "status 503"), at(3));
        assertEquals(
                List.of(
                        new CheckState("web", CheckLevel.REQUIRED, Verdict.PASSING, 1, "status 503", at(2)),
                        new CheckState("disk", CheckLevel.ADVISORY, Verdict.UNKNOWN, 0, "", START)),
                board.states());
    }

    @Test
    void whatCannotBeIsRefused() {
        HealthBoard board = new HealthBoard(List.of(WEB), START);
        assertThrows(IllegalArgumentException.class, () -> fail(board, "other", "", 1));
        assertThrows(IllegalArgumentException.class, () -> new HealthBoard(List.of(WEB, WEB), START));
        assertThrows(IllegalArgumentException.class, () -> new CheckRule("web", CheckLevel.REQUIRED, 0, 1));
    }

    @Test
    void aTextIsOneLineOf200CharactersAtMost() {
        assertEquals("two", CheckResult.failed("web", "\n  two\nthree").text());
        assertEquals("a?[2Jb", CheckResult.failed("web", "a\u001b[2Jb").text());
        assertEquals(
                "x".repeat(200), CheckResult.failed("web", "x".repeat(5000)).text());
    }

    private static void fail(HealthBoard board, String name, String text, int times) {
        List<Optional<CheckState>> ignored = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            ignored.add(board.onResult(CheckResult.failed(name, text), START));
        }
    }

    private static MonotonicTime at(long nanos) {
        return new MonotonicTime(nanos);
    }
}
