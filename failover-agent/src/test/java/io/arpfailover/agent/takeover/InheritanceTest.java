package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InheritanceTest {
    private static final MonotonicTime FOUND = new MonotonicTime(0);
    private static final MonotonicTime END = FOUND.plus(Duration.ofSeconds(2));

    private final Inheritance inheritance = new Inheritance();

    @ParameterizedTest
    @CsvSource({
        "true,  true,  true,  true",
        "true,  false, true,  false",
        "false, true,  true,  false",
        "false, false, false, false"
    })
    void found(boolean addresses, boolean lease, boolean present, boolean serves) {
        inheritance.found(addresses, lease ? Optional.of(END) : Optional.empty());
        assertEquals(present, inheritance.isPresent());
        assertEquals(serves, inheritance.serves(FOUND));
    }

    @Test
    void servesAsLongAsItsLease() {
        inheritance.found(true, Optional.of(END));
        assertEquals(true, inheritance.serves(END.minus(Duration.ofNanos(1))));
        assertEquals(false, inheritance.serves(END));
        assertEquals(true, inheritance.isPresent());
    }

    @Test
    void settledOnce() {
        inheritance.found(true, Optional.of(END));
        inheritance.settle();
        assertEquals(false, inheritance.isPresent());
        assertEquals(false, inheritance.serves(FOUND));
    }
}
