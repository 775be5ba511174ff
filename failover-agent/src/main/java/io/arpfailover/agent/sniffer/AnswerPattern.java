package io.arpfailover.agent.sniffer;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which baits a suspect answered. */
public record AnswerPattern(Set<Bait> answered) {
    static final AnswerPattern NONE = new AnswerPattern(Set.of());

    public AnswerPattern {
        answered = Set.copyOf(answered);
    }

    /** Reads a signature, to which a ninth character may add {@link Bait#NOBODY}. */
    static AnswerPattern of(String signature) {
        Set<Bait> answered = EnumSet.noneOf(Bait.class);
        int place = 0;
        for (Bait bait : Bait.values()) {
            if (place < signature.length() && signature.charAt(place) == '1') {
                answered.add(bait);
            }
            place++;
        }
        return new AnswerPattern(answered);
    }

    AnswerPattern with(Bait bait) {
        Set<Bait> more = EnumSet.of(bait);
        more.addAll(answered);
        return new AnswerPattern(more);
    }

    public boolean has(Bait bait) {
        return answered.contains(bait);
    }

    boolean isWithin(AnswerPattern most) {
        return most.answered.containsAll(answered);
    }

    /** As others write it: eight characters, 1 for an answer and _ for none; without {@link Bait#NOBODY}. */
    public String signature() {
        return Arrays.stream(Bait.values())
                .filter(bait -> bait != Bait.NOBODY)
                .map(bait -> has(bait) ? "1" : "_")
                .collect(Collectors.joining());
    }
}
