package io.arpfailover.agent.cli;

/** How a line of the live screen looks, where colours may be used. */
enum Tone {
    PLAIN(""),
    TITLE("1"),
    GOOD("32"),
    BAD("1;31"),
    FAINT("2");

    private static final String ESCAPE = "\u001b[";

    private final String codes;

    /** @param codes of ECMA-48 SGR; empty for none */
    Tone(String codes) {
        this.codes = codes;
    }

    String paint(String text) {
        return codes.isEmpty() ? text : ESCAPE + codes + "m" + text + ESCAPE + "0m";
    }
}
