package io.arpfailover.agent.bindings;

import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One line of a file of bindings: its first two words, in either order. The rest is a comment. */
final class BindingsLine {
    private static final Pattern WORDS = Pattern.compile("\\s*([^\\s#]*)(?:\\s+([^\\s#]*))?.*", Pattern.DOTALL);
    /** arpwatch and ethers(5) leave leading zeros out. */
    private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2}){5}");

    private static final int LONGEST_QUOTE = 40;

    private record Word(String text, int column) {
        boolean looksLikeMac() {
            return text.indexOf(':') >= 0 || text.indexOf('-') >= 0;
        }

        Optional<MacAddress> mac() {
            return MAC.matcher(text).matches()
                    ? Optional.of(MacAddress.parse(Stream.of(text.split(":"))
                            .map(pair -> pair.length() == 1 ? "0" + pair : pair)
                            .collect(Collectors.joining(":"))))
                    : Optional.empty();
        }

        Optional<Ipv4Address> address() {
            try {
                return Optional.of(Ipv4Address.parse(text));
            } catch (IllegalArgumentException notOne) {
                return Optional.empty();
            }
        }

        /** A problem is one line of bounded length, whatever the file holds. */
        String quoted() {
            String line = text.replaceAll("\\p{Cntrl}", "?");
            return "'" + (line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...") + "'";
        }
    }

    /**
     * What is wrong with a line.
     *
     * @param column where, counted from 1
     * @param message what, and the remedy
     */
    record Flaw(int column, String message) {}

    private final boolean empty;
    private final Word address;
    private final Word mac;

    BindingsLine(String line) {
        Matcher words = WORDS.matcher(line);
        if (!words.matches()) {
            throw new IllegalStateException("the pattern fits every line");
        }
        Word first = new Word(words.group(1), words.start(1) + 1);
        Word second =
                words.group(2) == null ? new Word("", line.length() + 1) : new Word(words.group(2), words.start(2) + 1);
        boolean macFirst = first.looksLikeMac();
        empty = first.text().isEmpty();
        address = macFirst ? second : first;
        mac = macFirst ? first : second;
    }

    /** Whether there is nothing on it but a comment. */
    boolean isEmpty() {
        return empty;
    }

    int addressColumn() {
        return address.column();
    }

    /** Only of a line without a flaw. */
    Binding binding() {
        return new Binding(address.address().orElseThrow(), mac.mac().orElseThrow());
    }

    /** The first thing that is wrong with it. */
    Optional<Flaw> flaw() {
        return address.column() < mac.column()
                ? addressFlaw().or(this::macFlaw)
                : macFlaw().or(this::addressFlaw);
    }

    private Optional<Flaw> addressFlaw() {
        if (address.text().isEmpty()) {
            return flaw(address, "the address is missing; write the line as '10.77.0.7 02:00:0a:4d:00:07'");
        }
        Optional<Ipv4Address> parsed = address.address();
        if (parsed.isEmpty()) {
            return flaw(address, address.quoted() + " is not an IPv4 address; write four numbers, as in 10.77.0.7");
        }
        return parsed.get().isUsableAsHost()
                ? Optional.empty()
                : flaw(address, "no host can have " + parsed.get() + "; remove the line");
    }

    private Optional<Flaw> macFlaw() {
        if (mac.text().isEmpty()) {
            return flaw(mac, "the MAC address is missing; write the line as '10.77.0.7 02:00:0a:4d:00:07'");
        }
        Optional<MacAddress> parsed = mac.mac();
        if (parsed.isEmpty()) {
            return flaw(
                    mac, mac.quoted() + " is not a MAC address; write six hexadecimal pairs, as in 02:00:0a:4d:00:07");
        }
        boolean station = !parsed.get().isGroup() && !parsed.get().equals(MacAddress.ZERO);
        return station ? Optional.empty() : flaw(mac, "no station has " + parsed.get() + "; remove the line");
    }

    private static Optional<Flaw> flaw(Word word, String message) {
        return Optional.of(new Flaw(word.column(), message));
    }
}
