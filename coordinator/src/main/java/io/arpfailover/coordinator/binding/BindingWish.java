package io.arpfailover.coordinator.binding;

import java.util.Optional;

/** What somebody wants to be bound, or not. */
public sealed interface BindingWish {

    BoundAddress address();

    /** Why it cannot be, with what is there now; epochs have been compared. */
    Optional<BindingRefusal.Reason> refusal(Optional<Binding> present);

    /** What is there afterwards. */
    Optional<Binding> after(Optional<Binding> present, BindingAuthor author);

    /** What to do with an address that is bound to another MAC. */
    enum Mode {
        /** Refuse. */
        ADD,
        /** Bind it anew. */
        REPLACE
    }

    /**
     * The address belongs to this MAC.
     *
     * @param comment none keeps the one that is there
     */
    record Put(BoundAddress address, BoundMac mac, Optional<String> comment, Mode mode) implements BindingWish {
        public Put {
            if (comment.isPresent() && !Binding.isComment(comment.get())) {
                throw new IllegalArgumentException(
                        "the comment has more than " + Binding.LONGEST_COMMENT + " characters, or some unprintable");
            }
        }

        @Override
        public Optional<BindingRefusal.Reason> refusal(Optional<Binding> present) {
            boolean bound =
                    present.filter(binding -> !binding.mac().equals(mac)).isPresent();
            return bound && mode == Mode.ADD ? Optional.of(BindingRefusal.Reason.BOUND_OTHERWISE) : Optional.empty();
        }

        @Override
        public Optional<Binding> after(Optional<Binding> present, BindingAuthor author) {
            String remark = comment.or(() -> present.map(Binding::comment)).orElse("");
            return present.filter(binding -> binding.epoch() == author.epoch()
                            && binding.mac().equals(mac)
                            && binding.comment().equals(remark))
                    .or(() -> Optional.of(new Binding(
                            address,
                            mac,
                            author.source(),
                            author.epoch(),
                            present.map(Binding::version).orElse(0L) + 1,
                            remark)));
        }
    }

    /** The address belongs to nobody we know. Nothing happens when it is so already. */
    record Remove(BoundAddress address) implements BindingWish {
        @Override
        public Optional<BindingRefusal.Reason> refusal(Optional<Binding> present) {
            return Optional.empty();
        }

        @Override
        public Optional<Binding> after(Optional<Binding> present, BindingAuthor author) {
            return Optional.empty();
        }
    }
}
