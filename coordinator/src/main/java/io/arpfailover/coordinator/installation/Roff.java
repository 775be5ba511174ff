package io.arpfailover.coordinator.installation;

/** Text of a manual page in the macros of man(7), put together line by line. */
final class Roff {
    private final StringBuilder text = new StringBuilder();

    /** One macro with its arguments, such as {@code .SH NAME}. */
    Roff macro(String name, String... arguments) {
        text.append('.').append(name);
        for (String argument : arguments) {
            text.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
        }
        text.append('\n');
        return this;
    }

    /** Running text; an empty line begins a paragraph. */
    Roff text(String running) {
        for (String line : running.strip().split("\n", -1)) {
            text.append(line.isBlank() ? ".PP" : asText(escaped(line.strip()))).append('\n');
        }
        return this;
    }

    /** Text whose line breaks and columns stay. */
    Roff literal(String block) {
        macro("nf");
        block.stripTrailing()
                .lines()
                .map(Roff::escaped)
                .map(Roff::asText)
                .forEach(line -> text.append(line).append('\n'));
        return macro("fi");
    }

    /** A line that begins with one of these characters would be a macro. */
    private static String asText(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }

    /** A hyphen is one that can be typed, and a backslash no escape. */
    private static String escaped(String line) {
        return line.replace("\\", "\\e").replace("-", "\\-");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
