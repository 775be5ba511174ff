package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Supplier;

/** A row of a transition table: a member to whom something happens, its stage afterwards, and all it did. */
record Row(String name, Supplier<TestMember> member, Stage next, List<String> did) {
    static Row row(String name, Supplier<TestMember> member, Stage next, String... did) {
        return new Row(name, member, next, List.of(did));
    }

    void verify() {
        TestMember after = member.get();
        assertEquals(did, after.did());
        assertEquals(next, after.stage());
    }

    @Override
    public String toString() {
        return name;
    }
}
