package io.arpfailover.agent.loop;

import io.arpfailover.agent.takeover.Effect;
import io.arpfailover.agent.takeover.Performer;
import io.arpfailover.agent.takeover.Stage;
import io.arpfailover.agent.takeover.Takeover;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Drives a {@link Takeover}: waits for what happens, turns it, and has the effects performed. One thread. */
final class Loop {
    /** An idle loop turns this often, so that the watchdog can tell it from one that hangs. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Clock clock;
    private final Inbox inbox;
    private final Takeover takeover;
    private final Performer performer;
    private final Watchdog watchdog;
    private final BiConsumer<Takeover, MonotonicTime> afterTurn;
    /** What this turn has to tell people. */
    private final List<Effect> forPeople = new ArrayList<>();

    /**
     * @param afterTurn shown the machine when a turn has ended; must not change it, and be quick
     */
    Loop(
            Clock clock,
            Inbox inbox,
            Takeover takeover,
            Performer performer,
            Watchdog watchdog,
            BiConsumer<Takeover, MonotonicTime> afterTurn) {
        this.clock = clock;
        this.inbox = inbox;
        this.takeover = takeover;
        this.performer = performer;
        this.watchdog = watchdog;
        this.afterTurn = afterTurn;
    }

    /** Turns until the machine has stopped. */
    void run() throws InterruptedException {
        while (takeover.stage() != Stage.STOPPED) {
            watchdog.turned();
            turn(inbox.poll(untilNextTimeout()));
        }
    }

    /** One turn: timers first, so that frames cannot starve them. What it has to tell people is told in any case. */
    void turn(Optional<Inbox.Item> item) {
        try {
            MonotonicTime now = clock.now();
            perform(takeover.onTimeout(now));
            item.ifPresent(next -> take(next, now));
            afterTurn.accept(takeover, now);
        } finally {
            tell();
        }
    }

    private void take(Inbox.Item item, MonotonicTime now) {
        if (item instanceof Inbox.Item.Happened happened) {
            perform(happened.event().applyTo(takeover, now));
        } else if (item instanceof Inbox.Item.Derived derived) {
            derived.events().get().forEach(event -> perform(event.applyTo(takeover, clock.now())));
        } else if (item instanceof Inbox.Item.Asked asked) {
            asked.look().accept(takeover, now);
        }
    }

    /**
     * Performs effects in order; the answer to one is applied before the next. Answers get the time they came at, since
     * phases are timed by them. Nobody's outage lasts the longer for a line in the log, so those come last.
     */
    private void perform(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect.isForPeople()) {
                forPeople.add(effect);
            } else {
                effect.performOn(performer).ifPresent(event -> perform(event.applyTo(takeover, clock.now())));
            }
        }
    }

    private void tell() {
        for (Effect said : forPeople) {
            var unused = said.performOn(performer);
        }
        forPeople.clear();
    }

    private Duration untilNextTimeout() {
        Duration wait = clock.now().until(takeover.nextTimeout());
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
