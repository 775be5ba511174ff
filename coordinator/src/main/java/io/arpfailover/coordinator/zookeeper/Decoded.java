package io.arpfailover.coordinator.zookeeper;

import java.util.Optional;

/** The content of a node: a record, or the reason why it is none. */
sealed interface Decoded<T> {
    Optional<T> value();

    /** The reason, in one clause; empty when readable. */
    String why();

    record Parsed<T>(T record) implements Decoded<T> {
        @Override
        public Optional<T> value() {
            return Optional.of(record);
        }

        @Override
        public String why() {
            return "";
        }
    }

    record Unreadable<T>(String why) implements Decoded<T> {
        @Override
        public Optional<T> value() {
            return Optional.empty();
        }
    }
}
