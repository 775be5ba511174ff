package io.arpfailover.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is dropped when three wait already. Names with S tell how things stand; the others do not. */
class HookQueueTest {
    @ParameterizedTest(name = "{0} and then {1}: {2} goes, {3} stay")
    @CsvSource({
        "'S1',          S2, '',  'S1 S2'",
        "'S1 S2 S3',    S4, S1,  'S2 S3 S4'",
        "'S1 S2 S3',    x,  S1,  'S2 S3 x'",
        "'x S1 y',      S2, S1,  'x y S2'",
        "'x y S1',      z,  z,   'x y S1'",
        "'x y z',       S1, x,   'y z S1'",
        "'x y z',       w,  w,   'x y z'",
        "'x S1 S2',     y,  S1,  'x S2 y'"
    })
    void theLastStateIsAlwaysKept(String waiting, String next, String dropped, String left) {
        HookQueue queue = new HookQueue(3);
        for (String name : waiting.split(" ", -1)) {
            assertEquals(Optional.empty(), queue.offer(call(name)));
        }
        assertEquals(dropped, queue.offer(call(next)).map(HookCall::name).orElse(""));
        assertEquals(List.of(left.split(" ", -1)), drained(queue));
    }

    @Test
    void roomForOneKeepsTheLastState() {
        HookQueue queue = new HookQueue(1);
        assertEquals(Optional.empty(), queue.offer(call("x")));
        assertEquals(Optional.of("x"), queue.offer(call("S1")).map(HookCall::name));
        assertEquals(Optional.of("S1"), queue.offer(call("S2")).map(HookCall::name));
        assertEquals(Optional.of("y"), queue.offer(call("y")).map(HookCall::name));
        assertEquals(List.of("S2"), drained(queue));
    }

    @Test
    void aQueueWithoutRoomIsABug() {
        assertThrows(IllegalArgumentException.class, () -> new HookQueue(0));
    }

    private static HookCall call(String name) {
        return name.startsWith("S") ? TestCall.state(name) : TestCall.other(name);
    }

    private static List<String> drained(HookQueue queue) {
        List<String> names = new ArrayList<>();
        for (Optional<HookCall> next = queue.poll(); next.isPresent(); next = queue.poll()) {
            names.add(next.get().name());
        }
        return names;
    }
}
