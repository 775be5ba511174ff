package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/**
 * Until when the addresses count as looked at, and when to look again so that a takeover need not wait for it.
 *
 * <p>An heir looks now and then while the holder serves: then a holder that hands over without warning (its carrier is
 * lost) finds an heir that knows no stranger has the address. What it saw meanwhile counts as well: the claims go on
 * listening.
 */
final class Readiness {
    /** For so long an address that was found free counts as free. */
    static final Duration LASTS = Duration.ofSeconds(40);

    /** A lease that ran out by a hair is taken up again without a new look. */
    private static final Duration AFTER_SERVING = Duration.ofSeconds(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
    private static final int PROBES = 3;

    /** Looking takes at most this part of what may be sent. */
    private static final int SHARE = 20;

    private static final MonotonicTime LONG_AGO = new MonotonicTime(Long.MIN_VALUE);
    private static final MonotonicTime AT_ONCE = new MonotonicTime(0);

    private Duration betweenLooks;
    private MonotonicTime freshUntil = LONG_AGO;
    private MonotonicTime lookAt = AT_ONCE;
    private boolean looking;

    Readiness(Pace pace, int addresses) {
        this.betweenLooks = betweenLooks(pace, addresses);
    }

    /** What may be sent is this from now on. */
    void paceIs(Pace pace, int addresses) {
        betweenLooks = betweenLooks(pace, addresses);
    }

    private static Duration betweenLooks(Pace pace, int addresses) {
        Duration oneLook = pace.time(PROBES * addresses);
        Duration gentle = oneLook.multipliedBy(SHARE);
        return gentle.compareTo(BETWEEN_LOOKS) > 0 ? gentle : BETWEEN_LOOKS;
    }

    /** Nobody else was found on the addresses. */
    void found(MonotonicTime now) {
        freshUntil = now.plus(LASTS);
        lookAt = now.plus(betweenLooks);
        looking = false;
    }

    /** We had the addresses until then, and listen no longer. */
    void served(MonotonicTime end) {
        deaf();
        freshUntil = end.plus(AFTER_SERVING);
    }

    /** Nobody listens for strangers any more, so an earlier look is worth nothing. */
    void deaf() {
        spoiled();
        lookAt = AT_ONCE;
        looking = false;
    }

    /** A stranger came. */
    void spoiled() {
        freshUntil = LONG_AGO;
    }

    boolean isFresh(MonotonicTime now) {
        return now.isBefore(freshUntil);
    }

    MonotonicTime freshUntil() {
        return freshUntil;
    }

    /** When an heir with nothing else to do should look again. */
    MonotonicTime nextLook() {
        return lookAt;
    }

    /** A look begins. */
    void looking(MonotonicTime now) {
        lookAt = now.plus(betweenLooks);
        looking = true;
    }

    /** Whether a look was begun that has not ended. */
    boolean isLooking() {
        return looking;
    }
}
