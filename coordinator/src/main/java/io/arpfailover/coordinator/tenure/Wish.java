package io.arpfailover.coordinator.tenure;

import java.util.Optional;

/** Something an administrator wants of a cluster from now on, which is done when it is written. */
public sealed interface Wish {

    /** Why it cannot be, and what to do. */
    Optional<String> refusal(Situation situation);

    Intent appliedTo(Intent before);

    /** What holds now, in one clause. */
    String done();

    /** Nothing shall move by itself. */
    record Pause(String by) implements Wish {
        @Override
        public Optional<String> refusal(Situation situation) {
            return Optional.empty();
        }

        @Override
        public Intent appliedTo(Intent before) {
            return before.paused(by);
        }

        @Override
        public String done() {
            return "paused: nothing moves by itself until 'resume'; a lost holder is not followed either";
        }
    }

    /** Everything may move again. */
    record Resume() implements Wish {
        @Override
        public Optional<String> refusal(Situation situation) {
            return Optional.empty();
        }

        @Override
        public Intent appliedTo(Intent before) {
            return before.resumed();
        }

        @Override
        public String done() {
            return "not paused: the addresses move when they have to";
        }
    }

    /** A member shall not hold the addresses. */
    record Maintain(NodeName node) implements Wish {
        @Override
        public Optional<String> refusal(Situation situation) {
            return situation.refusalOfMaintenance(node);
        }

        @Override
        public Intent appliedTo(Intent before) {
            return before.inMaintenance(node);
        }

        @Override
        public String done() {
            return node + " is in maintenance: it hands the addresses over if it can, and takes none until"
                    + " 'maintenance off'";
        }
    }

    /** A member may hold the addresses again; one that always might, stays so. */
    record Serve(NodeName node) implements Wish {
        @Override
        public Optional<String> refusal(Situation situation) {
            return Optional.empty();
        }

        @Override
        public Intent appliedTo(Intent before) {
            return before.inService(node);
        }

        @Override
        public String done() {
            return node + " is not in maintenance";
        }
    }
}
