package io.arpfailover.agent.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A call as a test wants it. */
record TestCall(
        String name, Path program, Duration limit, boolean tellsState, Map<String, String> environment, String input)
        implements HookCall {

    static TestCall state(String name) {
        return new TestCall(name, Path.of("/bin/true"), Duration.ofSeconds(20), true, Map.of(), "");
    }

    static TestCall other(String name) {
        return new TestCall(name, Path.of("/bin/true"), Duration.ofSeconds(20), false, Map.of(), "");
    }
}
