package io.arpfailover.agent.announce;

import java.time.Duration;

/**
 * How many frames an interface may send in any window of one second.
 *
 * @param frames 1 to 100000; 0 stands for no limit and is only made by {@link #UNLIMITED}
 */
public record Pace(int frames) {
    /** For switch ports that trust us. */
    public static final Pace UNLIMITED = new Pace(0);

    /** One below the 15 per second above which Cisco's dynamic ARP inspection shuts a port down. */
    public static final Pace DEFAULT = perSecond(14);

    private static final int MOST = 100_000;

    public Pace {
        if (frames < 0 || frames > MOST) {
            throw new IllegalArgumentException("not a pace: " + frames + " frames per second (1 to " + MOST + ")");
        }
    }

    public static Pace perSecond(int frames) {
        if (frames == 0) {
            throw new IllegalArgumentException("not a pace: nothing could ever leave (1 to " + MOST + ")");
        }
        return new Pace(frames);
    }

    /** How long so many frames take at this pace. */
    public Duration time(int number) {
        return isUnlimited() ? Duration.ZERO : Duration.ofSeconds(number).dividedBy(frames);
    }

    boolean isUnlimited() {
        return frames == 0;
    }
}
