package io.arpfailover.agent.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of single value.
 *
 * @param what its name with an article, for "'x' is not …"
 * @param shape what an editor can check while it is written
 * @param parser empty when the text is no such value
 */
record Scalar<T>(String what, Shape shape, Function<String, Optional<T>> parser) {

    Optional<T> parse(String text) {
        return parser.apply(text);
    }
}
