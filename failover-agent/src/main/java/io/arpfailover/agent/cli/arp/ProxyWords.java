package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.bindings.BindingsFile;
import io.arpfailover.agent.bindings.BindingsReading;
import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.proxy.AddressRange;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the words of {@code arp proxy}. What cannot be read is an {@link IllegalArgumentException} of one line. */
final class ProxyWords {
    private static final Pattern MOBILE = Pattern.compile("([^=]+)=([^@]+)(?:@(\\d{1,9}))?");

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

    /** The bindings of a file, of which the first mistake counts. */
    static Map<Ipv4Address, MacAddress> bindings(Path file) {
        BindingsReading read = BindingsFile.read(file);
        if (read instanceof BindingsReading.Valid valid) {
            return valid.bindings().stream().collect(Collectors.toMap(Binding::address, Binding::mac));
        }
        throw new IllegalArgumentException(
                ((BindingsReading.Invalid) read).problems().get(0).toString());
    }
}
