package io.arpfailover.agent.inspect;

/**
 * How much an {@link Inspector} remembers.
 *
 * @param addresses addresses whose stations it knows, some 75 octets each
 * @param sources stations whose rate it knows, some 55 octets each and 8 for each frame of the rate; no more than fit
 *     into 2 MiB
 * @param findings findings it knows to have told, some 40 octets each
 */
public record InspectorLimits(int addresses, int sources, int findings) {
    /** 7.5 MB for addresses, 1 MB for the rest. */
    public static final InspectorLimits DEFAULT = new InspectorLimits(100_000, 4_096, 8_192);

    private static final int MOST_INSTANTS = 1 << 18;

    public InspectorLimits {
        if (addresses < 1 || sources < 1 || findings < 1) {
            throw new IllegalArgumentException("limits start at 1");
        }
    }

    int sources(RateLimit rate) {
        return Math.max(1, Math.min(sources, MOST_INSTANTS / rate.frames()));
    }
}
