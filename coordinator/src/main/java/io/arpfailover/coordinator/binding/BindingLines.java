package io.arpfailover.coordinator.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bindings as a text: a line for each, {@code 10.77.0.5 02:00:0a:4d:00:05 a comment}; the MAC may come first, as in
 * ethers(5). Empty lines are passed over, and what follows a {@code #} at the start of a line.
 */
public sealed interface BindingLines {
    int MOST_LINES = 100_000;
    /** More than these tell nobody more. */
    int MOST_PROBLEMS = 20;

    /** Every line is right. What stands there twice is here once. */
    record Right(List<Line> lines) implements BindingLines {}

    /** Some lines are not, so none counts. */
    record Wrong(List<Problem> problems) implements BindingLines {}

    /**
     * One binding.
     *
     * @param number of the line, from 1
     */
    record Line(int number, BoundAddress address, BoundMac mac, Optional<String> comment) {
        public String text() {
            return address + " " + mac + comment.map(" "::concat).orElse("");
        }
    }

    /**
     * One mistake.
     *
     * @param line from 1
     * @param column from 1
     * @param what is wrong, and what to do
     */
    record Problem(int line, int column, String what) {}

    static BindingLines read(List<String> text) {
        Reader reader = new Reader();
        if (text.size() > MOST_LINES) {
            reader.problem(MOST_LINES + 1, 1, "more than " + MOST_LINES + " lines; split the file");
        }
        for (int i = 0; i < Math.min(text.size(), MOST_LINES); i++) {
            reader.line(i + 1, text.get(i));
        }
        return reader.result();
    }

    /** The lines so far. */
    final class Reader {
        private static final Pattern WORD = Pattern.compile("\\S+");

        private final Map<BoundAddress, Line> lines = new LinkedHashMap<>();
        private final List<Problem> problems = new ArrayList<>();

        private Reader() {}

        private BindingLines result() {
            return problems.isEmpty()
                    ? new Right(List.copyOf(lines.values()))
                    : new Wrong(problems.stream().limit(MOST_PROBLEMS).toList());
        }

        private void problem(int line, int column, String what) {
            problems.add(new Problem(line, column, what));
        }

        private void line(int number, String text) {
            if (problems.size() >= MOST_PROBLEMS
                    || text.isBlank()
                    || text.stripLeading().startsWith("#")) {
                return;
            }
            Matcher words = WORD.matcher(text);
            words.find();
            int first = words.start();
            if (!words.find()) {
                problem(number, text.stripTrailing().length() + 1, "only one word; write an address and a MAC");
                return;
            }
            pair(number, text, first, words.start(), words.end());
        }

        private void pair(int number, String text, int first, int second, int end) {
            String one = text.substring(first, endOfWord(text, first));
            String two = text.substring(second, end);
            boolean macFirst = one.indexOf(':') >= 0;
            Optional<BoundAddress> address = macFirst ? address(number, second, two) : address(number, first, one);
            Optional<BoundMac> mac = macFirst ? mac(number, first, one) : mac(number, second, two);
            Optional<String> comment = comment(text.substring(end));
            if (comment.filter(remark -> !Binding.isComment(remark)).isPresent()) {
                problem(
                        number,
                        end + 2,
                        "the comment has more than " + Binding.LONGEST_COMMENT
                                + " characters, or some unprintable; shorten it");
            } else if (address.isPresent() && mac.isPresent()) {
                add(new Line(number, address.get(), mac.get(), comment), (macFirst ? first : second) + 1);
            }
        }

        private static int endOfWord(String text, int start) {
            int end = start;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            return end;
        }

        private static Optional<String> comment(String rest) {
            String remark = rest.strip();
            remark = remark.startsWith("#") ? remark.substring(1).strip() : remark;
            return remark.isEmpty() ? Optional.empty() : Optional.of(remark);
        }

        private Optional<BoundAddress> address(int line, int at, String word) {
            try {
                return Optional.of(BoundAddress.parse(word));
            } catch (IllegalArgumentException wrong) {
                problem(line, at + 1, wrong.getMessage());
                return Optional.empty();
            }
        }

        private Optional<BoundMac> mac(int line, int at, String word) {
            try {
                return Optional.of(BoundMac.parse(word));
            } catch (IllegalArgumentException wrong) {
                problem(line, at + 1, wrong.getMessage());
                return Optional.empty();
            }
        }

        private void add(Line line, int column) {
            Optional<Line> earlier = Optional.ofNullable(lines.putIfAbsent(line.address(), line));
            if (earlier.isPresent() && !earlier.get().mac().equals(line.mac())) {
                problem(
                        line.number(),
                        column,
                        line.address() + " is bound to " + line.mac() + " here, and to "
                                + earlier.get().mac() + " in line "
                                + earlier.get().number() + "; remove one");
            }
        }
    }
}
