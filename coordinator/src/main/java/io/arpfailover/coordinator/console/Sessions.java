package io.arpfailover.coordinator.console;

import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Browsers that have shown the token, each by a random identity in a cookie. Forgotten when the program ends. Any thread. */
final class Sessions {
    static final String COOKIE = "console";
    static final Duration LENGTH = Duration.ofHours(12);
    private static final int OCTETS = 32;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** By the digest of the identity: how long a look-up takes tells nothing of one. */
    private final Map<String, MonotonicTime> ends;

    /** Of more browsers than this the oldest has to show the token again. */
    Sessions(Clock clock, int most) {
        this.clock = clock;
        this.ends = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, MonotonicTime> eldest) {
                return size() > most;
            }
        };
    }

    /** The value of a new browser's cookie. */
    synchronized String open() {
        byte[] drawn = new byte[OCTETS];
        random.nextBytes(drawn);
        String identity = HexFormat.of().formatHex(drawn);
        ends.put(digest(identity), clock.now().plus(LENGTH));
        return identity;
    }

    synchronized boolean isOpen(String identity) {
        MonotonicTime end = ends.get(digest(identity));
        return end != null && clock.now().isBefore(end);
    }

    synchronized void end(String identity) {
        ends.remove(digest(identity));
    }

    private static String digest(String identity) {
        return HexFormat.of().formatHex(Token.sha256(identity));
    }
}
