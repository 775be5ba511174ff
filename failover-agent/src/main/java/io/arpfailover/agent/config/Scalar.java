package io.arpfailover.agent.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of single value.
 *
 * @param what its name with an article, for "'x' is not …"
 * @param parser empty when the text is no such value
 */
record Scalar<T>(String what, Function<String, Optional<T>> parser) {

    Optional<T> parse(String text) {
        return parser.apply(text);
    }
}
