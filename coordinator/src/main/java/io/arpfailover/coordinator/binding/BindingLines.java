package io.arpfailover.coordinator.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bindings as a text: a line for each, {@code 10.77.0.5 02:00:0a:4d:00:05 a comment}; the MAC may come first, as in
 * ethers(5) and in arpwatch's arp.dat. Empty lines are passed over, and so is what follows a {@code #} where no binding
 * is before it.
 */
public sealed interface BindingLines {
    int MOST_LINES = 100_000;
    /** More than these tell nobody more. */
    int MOST_PROBLEMS = 20;

    /** Every line is right. What stands there twice is here once. */
    record Right(List<Line> lines) implements BindingLines {}

    /** Some lines are not, so none counts. */
    record Wrong(List<Problem> problems) implements BindingLines {}

    /** What becomes of that which stands behind a binding. */
    enum Comments {
        /** It is the binding's comment, and must be fit for one. */
        KEPT,
        /** It may be anything. */
        PASSED_OVER
    }

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
     * @param what is wrong, and what to do; one line of bounded length, whatever the text holds
     */
    record Problem(int line, int column, String what) {}

    /** Reads them all; of each line, the first mistake counts. */
    static BindingLines read(List<String> text, Comments comments) {
        Reader reader = new Reader(comments);
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
        private static final Pattern WORDS = Pattern.compile("\\s*([^\\s#]*)(?:\\s+([^\\s#]*))?(.*)", Pattern.DOTALL);

        private final Comments comments;
        private final Map<BoundAddress, Line> lines = new LinkedHashMap<>();
        private final List<Problem> problems = new ArrayList<>();

        private Reader(Comments comments) {
            this.comments = comments;
        }

        /**
         * A part of a line.
         *
         * @param column where it begins, from 1
         */
        private record Word(String text, int column) {
            private static final int LONGEST_QUOTE = 40;

            boolean looksLikeMac() {
                return text.indexOf(':') >= 0 || text.indexOf('-') >= 0;
            }

            /** What is wrong with it, by a parser that throws when something is. */
            Optional<Problem> mistake(int line, String kind, Function<String, ?> parser) {
                if (text.isEmpty()) {
                    String missing = "the " + kind + " is missing; write the line as '10.77.0.7 02:00:0a:4d:00:07'";
                    return Optional.of(new Problem(line, column, missing));
                }
                try {
                    Object unused = parser.apply(quotable());
                    return Optional.empty();
                } catch (IllegalArgumentException wrong) {
                    return Optional.of(new Problem(line, column, wrong.getMessage()));
                }
            }

            /** Changes no word that is right, since those are short and printable. */
            private String quotable() {
                String printable = text.replaceAll("\\p{Cntrl}", "?");
                return printable.length() <= LONGEST_QUOTE ? printable : printable.substring(0, LONGEST_QUOTE) + "...";
            }
        }

        private BindingLines result() {
            return problems.isEmpty() ? new Right(List.copyOf(lines.values())) : new Wrong(List.copyOf(problems));
        }

        private void problem(int line, int column, String what) {
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(new Problem(line, column, what));
            }
        }

        private void line(int number, String text) {
            Matcher words = WORDS.matcher(text);
            if (!words.matches()) {
                throw new IllegalStateException("the pattern fits every line");
            }
            Word first = new Word(words.group(1), words.start(1) + 1);
            Word second = words.group(2) == null
                    ? new Word("", text.length() + 1)
                    : new Word(words.group(2), words.start(2) + 1);
            if (!first.text().isEmpty()) {
                pair(number, first, second, new Word(words.group(3), words.start(3) + 1));
            }
        }

        private void pair(int number, Word first, Word second, Word rest) {
            boolean macFirst = first.looksLikeMac();
            Word address = macFirst ? second : first;
            Word mac = macFirst ? first : second;
            Supplier<Optional<Problem>> ofAddress = () -> address.mistake(number, "address", BoundAddress::parse);
            Supplier<Optional<Problem>> ofMac = () -> mac.mistake(number, "MAC address", BoundMac::parse);
            Optional<Problem> mistake = (macFirst ? ofMac : ofAddress)
                    .get()
                    .or(macFirst ? ofAddress : ofMac)
                    .or(() -> commentMistake(number, rest));
            if (mistake.isPresent()) {
                problem(number, mistake.get().column(), mistake.get().what());
            } else {
                BoundAddress bound = BoundAddress.parse(address.text());
                add(new Line(number, bound, BoundMac.parse(mac.text()), comment(rest)), address.column());
            }
        }

        private Optional<Problem> commentMistake(int number, Word rest) {
            return comment(rest)
                    .filter(remark -> !Binding.isComment(remark))
                    .map(remark -> new Problem(
                            number,
                            rest.column() + 1,
                            "the comment has more than " + Binding.LONGEST_COMMENT
                                    + " characters, or some unprintable; shorten it"));
        }

        private Optional<String> comment(Word rest) {
            String remark = rest.text().strip();
            String bare = remark.startsWith("#") ? remark.substring(1).strip() : remark;
            return Optional.of(bare).filter(text -> comments == Comments.KEPT && !text.isEmpty());
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
