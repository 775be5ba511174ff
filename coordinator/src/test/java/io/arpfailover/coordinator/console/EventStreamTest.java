package io.arpfailover.coordinator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The wire form is that of the HTML standard, section 9.2.6 (interpreting an event stream). */
class EventStreamTest {
    @Test
    void eachLineOfTheDataBearsTheFieldsName() {
        assertEquals("event: change\ndata: {}\n\n", EventStream.frame("change", "{}"));
        assertEquals("event: x\ndata: a\ndata: event: y\ndata: b\n\n", EventStream.frame("x", "a\nevent: y\r\nb"));
    }

    @Test
    void silenceIsASignOfLife() throws Exception {
        EventStream stream = new EventStream(1);
        assertEquals(Optional.of("event: here\ndata: 1\n\n"), stream.next(Duration.ZERO));
        stream.tell("one");
        assertEquals(Optional.of("one"), stream.next(Duration.ZERO));
    }

    @Test
    void aSlowReaderIsCutOff() throws Exception {
        EventStream stream = new EventStream(1);
        stream.tell("one");
        stream.tell("two");
        assertEquals(Optional.empty(), stream.next(Duration.ZERO));
    }
}
