package io.arpfailover.agent.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of a circuit breaker, counted in rounds: each is a second long.
 *
 * <p>A breaker that waits by the wall clock stays open for an hour when that is set back by one; and what it is to leave
 * out is a round, however long that is.
 */
final class RoundClock extends Clock {
    /** Over when the round after the next begins. */
    static final Duration ONE_LEFT_OUT = Duration.ofMillis(1_500);

    private final AtomicLong rounds = new AtomicLong();

    void nextRound() {
        rounds.incrementAndGet();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(rounds.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
