package io.arpfailover.agent.fuzz;

import io.arpfailover.agent.bindings.BindingsFileTarget;
import io.arpfailover.agent.inspect.InspectorTarget;
import io.arpfailover.agent.peer.PeerCodecTarget;
import io.arpfailover.agent.wire.ArpFrameTarget;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.stream.Stream;

/** All that is fuzzed. */
final class Targets {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    private Targets() {}

    static Stream<Class<?>> all() {
        return Stream.of(ArpFrameTarget.class, PeerCodecTarget.class, InspectorTarget.class, BindingsFileTarget.class);
    }

    /** The directory with the inputs that are known; Maven runs tests in the module's directory. */
    static Path corpusOf(Class<?> target) {
        return CORPUS.resolve(target.getSimpleName());
    }

    /** Gives it one input. */
    static void run(Class<?> target, byte[] input) throws Throwable {
        MethodHandle method = MethodHandles.publicLookup()
                .findStatic(target, "fuzzerTestOneInput", MethodType.methodType(void.class, byte[].class));
        method.invoke(input);
    }
}
