package io.arpfailover.coordinator.console;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, read whole.
 *
 * @param path as it was sent, without the query
 * @param headers by lower-case name; one that came several times has its values joined, which suits no check
 * @param body at most {@link #LONGEST_BODY} octets, as UTF-8
 * @param from who sent it
 * @param person whom its certificate names, when it showed one
 */
record Request(
        String method,
        String path,
        Map<String, String> headers,
        String body,
        InetAddress from,
        Optional<String> person) {
    static final int LONGEST_BODY = 4096;

    Request {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean isPost() {
        return method.equals("POST");
    }

    boolean isForProgram() {
        return path.startsWith("/api/");
    }

    /** Whether the media type of the body is this one. */
    boolean holds(String type) {
        return header("content-type")
                .filter(given -> given.equals(type) || given.startsWith(type + ";"))
                .isPresent();
    }

    /** The value of one cookie. */
    Optional<String> cookie(String name) {
        for (String pair : header("cookie").orElse("").split(";", -1)) {
            if (pair.strip().startsWith(name + "=")) {
                return Optional.of(pair.strip().substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    /** Who asks, for those who read of it elsewhere. */
    String asker() {
        return person.map(name -> name + " ").orElse("somebody ") + "at " + from.getHostAddress() + " (console)";
    }
}
