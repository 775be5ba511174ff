package io.arpfailover.agent.sniffer;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Which baits a suspect answered.
 *
 * @param bits the bit of a bait's place is set when it was answered
 */
public record AnswerPattern(int bits) {
    static final AnswerPattern NONE = new AnswerPattern(0);

    /** Reads a signature, to which a ninth character may add {@link Bait#NOBODY}. */
    static AnswerPattern of(String signature) {
        AnswerPattern pattern = NONE;
        for (int i = 0; i < signature.length(); i++) {
            pattern = signature.charAt(i) == '1' ? pattern.with(Bait.values()[i]) : pattern;
        }
        return pattern;
    }

    AnswerPattern with(Bait bait) {
        return new AnswerPattern(bits | 1 << bait.ordinal());
    }

    public boolean has(Bait bait) {
        return (bits & 1 << bait.ordinal()) != 0;
    }

    /** As others write it: eight characters, 1 for an answer and _ for none; without {@link Bait#NOBODY}. */
    public String signature() {
        return Arrays.stream(Bait.values())
                .filter(bait -> bait != Bait.NOBODY)
                .map(bait -> has(bait) ? "1" : "_")
                .collect(Collectors.joining());
    }
}
