package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where configuration files of other programs name one of these addresses, other than as a gateway or a target. */
record Mentions(List<Ipv4Address> addresses) {
    private static final List<String> NOT_ASSIGNED = List.of("gateway", "via", "dns", "route", "nameserver");

    Mentions {
        addresses = List.copyOf(addresses);
    }

    /** Each as "PATH assigns ADDRESS", for files with this content. */
    List<Mention> in(List<HostFiles.Text> files) {
        return files.stream()
                .flatMap(file -> addresses.stream()
                        .filter(address -> file.content().lines().anyMatch(line -> assigns(line, address)))
                        .map(address -> new Mention(file.path(), address)))
                .toList();
    }

    /** One file that assigns one address. */
    record Mention(String path, Ipv4Address address) {}

    boolean in(String words) {
        return addresses.stream().anyMatch(address -> has(words, address));
    }

    private static boolean assigns(String line, Ipv4Address address) {
        String words = line.strip().toLowerCase(Locale.ROOT);
        boolean comment = Stream.of("#", ";", "!").anyMatch(words::startsWith);
        return !comment && NOT_ASSIGNED.stream().noneMatch(words::startsWith) && has(words, address);
    }

    private static boolean has(String words, Ipv4Address address) {
        return (" " + words + " ")
                .matches("(?s).*[^0-9.]" + address.toString().replace(".", "\\.") + "(?!\\.?[0-9]).*");
    }
}
