package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.proxy.AddressRange;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the words of {@code arp proxy}. What cannot be read is an {@link IllegalArgumentException} of one line. */
final class ProxyWords {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern MOBILE = Pattern.compile("([^=]+)=([^@]+)(?:@(\\d{1,9}))?");
    private static final int MOST_BINDINGS = 65_536;

    private ProxyWords() {}

    /**
     * A mobile host and where it is.
     *
     * @param lifetime as RFC 5944 has it: 65535 s is for ever
     */
    record Away(Ipv4Address mobile, Ipv4Address careOf, Duration lifetime) {}

    static List<AddressRange> ranges(List<String> words) {
        List<AddressRange> ranges = words.stream().map(AddressRange::parse).toList();
        ranges.stream().filter(range -> !range.isOfHosts()).findFirst().ifPresent(range -> {
            throw new IllegalArgumentException("no host can have all of " + range
                    + " (0.0.0.0, 127.0.0.0/8, 224.0.0.0/4 and 255.255.255.255 are nobody's)");
        });
        return ranges;
    }

    static Duration time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "not a time: '" + text + "' (a whole number and ms, s, m or h, as in 800ms)");
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** "10.9.0.50=192.0.2.7" or "10.9.0.50=192.0.2.7@600". */
    static Away away(String text, Duration lifetimeOtherwise) {
        Matcher parts = MOBILE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a mobile host: '" + text
                    + "' (IP=CAREOF or IP=CAREOF@SECONDS, as in 10.9.0.50=192.0.2.7@600)");
        }
        String seconds = parts.group(3);
        return new Away(
                host(parts.group(1)),
                host(parts.group(2)),
                seconds == null ? lifetimeOtherwise : Duration.ofSeconds(Long.parseLong(seconds)));
    }

    static Ipv4Address host(String text) {
        Ipv4Address address = Ipv4Address.parse(text);
        if (!address.isUsableAsHost()) {
            throw new IllegalArgumentException("no host can have " + text);
        }
        return address;
    }

    /** Lines of an address and a MAC; empty ones and what follows a # are for people. */
    static Map<Ipv4Address, MacAddress> bindings(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            Map<Ipv4Address, MacAddress> bindings = new LinkedHashMap<>();
            for (int i = 0; i < lines.size(); i++) {
                binding(file + ":" + (i + 1), lines.get(i), bindings);
            }
            return bindings;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read " + file + " (" + e.getClass().getSimpleName()
                            + "); it holds lines of an address and a MAC",
                    e);
        }
    }

    private static void binding(String where, String line, Map<Ipv4Address, MacAddress> into) {
        String content = line.replaceFirst("#.*", "");
        if (content.isBlank()) {
            return;
        }
        String[] words = content.strip().split("\\s+", -1);
        try {
            if (words.length != 2) {
                throw new IllegalArgumentException("expected an address and a MAC, as in 10.9.0.7 02:00:00:00:00:07");
            }
            MacAddress before = into.put(host(words[0]), MacAddress.parse(words[1]));
            if (before != null || into.size() > MOST_BINDINGS) {
                throw new IllegalArgumentException(
                        before == null ? "more than " + MOST_BINDINGS + " bindings" : words[0] + " is bound already");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }
}
