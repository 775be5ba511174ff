package io.arpfailover.coordinator.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingLinesTest {
    @Test
    void bindingsInEitherOrderWithCommentsAndEmptyLines() {
        BindingLines.Right right = assertInstanceOf(
                BindingLines.Right.class,
                read(List.of(
                        "# the servers",
                        "",
                        "10.0.0.5 02:00:00:00:00:05",
                        "  02:00:00:00:00:06\t10.0.0.6   printer,  2nd floor ",
                        "10.0.0.7 02:00:00:00:00:07# spare",
                        "   # indented",
                        "10.0.0.5 02:00:00:00:00:05 again")));
        assertEquals(
                List.of(
                        "10.0.0.5 02:00:00:00:00:05",
                        "10.0.0.6 02:00:00:00:00:06 printer,  2nd floor",
                        "10.0.0.7 02:00:00:00:00:07 spare"),
                right.lines().stream().map(BindingLines.Line::text).toList());
        assertEquals(4, right.lines().get(1).number());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.5| 1:9 the MAC address is missing; write the line as '10.77.0.7 02:00:0a:4d:00:07'",
                "02:00:00:00:00:05 # spare| 1:19 the address is missing; write the line as",
                "02:00:00:00:00:05 x 1| 1:19 not an IPv4 address: 'x'",
                "x y| 1:1 not an IPv4 address: 'x'",
                "02-00-00-00-00-05 10.0.0.5| 1:1 not a MAC address: '02-00-00-00-00-05'",
                "10.0.0.256 02:00:00:00:00:05| 1:1 not an IPv4 address: '10.0.0.256'",
                "127.0.0.1 02:00:00:00:00:05| 1:1 not an address of a host: 127.0.0.1",
                "10.0.0.5  02-00-00-00-00-05| 1:11 not a MAC address: '02-00-00-00-00-05'",
                "02:00:00:00:00:05 10.0.0| 1:19 not an IPv4 address: '10.0.0'",
                "10.0.0.5 ff:ff:ff:ff:ff:ff| 1:10 not a MAC address of a station: ff:ff:ff:ff:ff:ff",
                "10.0.0.5 02:00:00:00:00:05 0123456789012345678901234567890123456789012345678901234567890123456789012345678901"
                        + "| 1:28 the comment has more than 80 characters",
            })
    void aMistakeIsToldWithLineAndColumn(String line, String problem) {
        BindingLines.Wrong wrong = assertInstanceOf(BindingLines.Wrong.class, read(List.of(line)));
        assertEquals(1, wrong.problems().size());
        String told = told(wrong.problems().get(0));
        assertTrue(told.startsWith(problem), told);
    }

    /** As arpwatch writes them, with tabs between. */
    @Test
    void whatStandsBehindCanBePassedOver() {
        List<String> text =
                List.of("2:0:0:0:0:5\t10.0.0.5\t1790000000\tprinter\teth0", "10.0.0.6 2:0:0:0:0:6 " + "x".repeat(100));
        BindingLines.Right right =
                assertInstanceOf(BindingLines.Right.class, BindingLines.read(text, BindingLines.Comments.PASSED_OVER));
        assertEquals(
                List.of("10.0.0.5 02:00:00:00:00:05", "10.0.0.6 02:00:00:00:00:06"),
                right.lines().stream().map(BindingLines.Line::text).toList());
        assertInstanceOf(BindingLines.Wrong.class, read(text));
    }

    @Test
    void whatIsNoTextIsQuotedHarmlessly() {
        BindingLines.Wrong wrong =
                assertInstanceOf(BindingLines.Wrong.class, read(List.of("\u0007" + "x".repeat(1_000))));
        assertTrue(
                told(wrong.problems().get(0)).startsWith("1:1 not an IPv4 address: '?" + "x".repeat(39) + "...'"),
                told(wrong.problems().get(0)));
    }

    @Test
    void bothLinesOfAConflictAreNamed() {
        BindingLines.Wrong wrong = assertInstanceOf(
                BindingLines.Wrong.class,
                read(List.of("10.0.0.5 02:00:00:00:00:05", "#", " 10.0.0.5 02:00:00:00:00:06")));
        assertEquals(
                "3:2 10.0.0.5 is bound to 02:00:00:00:00:06 here, and to 02:00:00:00:00:05 in line 1; remove one",
                told(wrong.problems().get(0)));
    }

    @Test
    void mistakesAndLinesAreBounded() {
        BindingLines.Wrong wrong =
                assertInstanceOf(BindingLines.Wrong.class, read(Collections.nCopies(1_000, "nonsense 1")));
        assertEquals(BindingLines.MOST_PROBLEMS, wrong.problems().size());
        BindingLines.Wrong tooMany =
                assertInstanceOf(BindingLines.Wrong.class, read(Collections.nCopies(BindingLines.MOST_LINES + 1, "#")));
        assertEquals(
                "100001:1 more than 100000 lines; split the file",
                told(tooMany.problems().get(0)));
    }

    private static BindingLines read(List<String> text) {
        return BindingLines.read(text, BindingLines.Comments.KEPT);
    }

    private static String told(BindingLines.Problem problem) {
        return problem.line() + ":" + problem.column() + " " + problem.what();
    }
}
