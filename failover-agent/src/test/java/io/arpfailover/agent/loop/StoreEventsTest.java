package io.arpfailover.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.arpfailover.agent.takeover.Event;
import io.arpfailover.coordinator.tenure.Intent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreEventsTest {
    private static final Duration SESSION = Duration.ofSeconds(3);

    private final Inbox inbox = new Inbox(1, 16, () -> fail("the inbox overflows"));
    private final StoreEvents events = new StoreEvents(inbox, intent -> {}, (call, time) -> {});

    @Test
    void anIntentReadBeforeTheRegistrationIsToldAgainAfterIt() throws InterruptedException {
        events.connected(1, SESSION);
        events.intent(Intent.NONE);
        events.registered();
        assertEquals(
                List.of(
                        new Event.ContactChanged(true),
                        new Event.IntentRead(Intent.NONE),
                        new Event.Registered(SESSION),
                        new Event.IntentRead(Intent.NONE)),
                told());
    }

    @Test
    void anIntentOfAnEarlierSessionIsNotToldAgain() throws InterruptedException {
        events.connected(1, SESSION);
        events.intent(Intent.NONE);
        events.sessionLost();
        events.connected(2, SESSION);
        told();
        events.registered();
        assertEquals(List.of(new Event.Registered(SESSION)), told());
    }

    private List<Event> told() throws InterruptedException {
        List<Event> told = new ArrayList<>();
        Optional<Inbox.Item> next = inbox.poll(Duration.ZERO);
        while (next.isPresent()) {
            next.filter(Inbox.Item.Happened.class::isInstance)
                    .map(Inbox.Item.Happened.class::cast)
                    .ifPresent(item -> told.add(item.event()));
            next = inbox.poll(Duration.ZERO);
        }
        return told;
    }
}
