package io.arpfailover.agent.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A capability of capabilities(7) that the agent cannot do without. */
public enum Capability {
    /** To assign addresses and to load the lease's rules. */
    CAP_NET_ADMIN(12),
    /** To read and send ARP frames. */
    CAP_NET_RAW(13);

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String EFFECTIVE = "CapEff:";

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    /** Those this process lacks at the moment; empty when it has what it needs. */
    public static Set<Capability> missing() {
        try {
            return missing(Files.readAllLines(STATUS));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STATUS + ": is /proc mounted?", e);
        }
    }

    static Set<Capability> missing(List<String> status) {
        long effective = status.stream()
                .filter(line -> line.startsWith(EFFECTIVE))
                .map(line -> line.substring(EFFECTIVE.length()).trim())
                .mapToLong(digits -> Long.parseUnsignedLong(digits, 16))
                .findFirst()
                .orElse(0);
        Set<Capability> missing = EnumSet.noneOf(Capability.class);
        Arrays.stream(values())
                .filter(capability -> (effective >>> capability.bit & 1) == 0)
                .forEach(missing::add);
        return missing;
    }
}
