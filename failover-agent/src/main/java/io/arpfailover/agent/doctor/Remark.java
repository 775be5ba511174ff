package io.arpfailover.agent.doctor;

import io.arpfailover.agent.multihome.Finding;

/**
 * One line about a host.
 *
 * @param subject of what, in a word or two
 * @param text what is so, and why it matters
 * @param remedy what to do; empty when there is nothing to do
 */
public record Remark(Grade grade, String subject, String text, String remedy) {

    /** How things stand. */
    public enum Grade {
        /** As it should be. */
        GOOD,
        /** It could be better, or matters to some. */
        ADVICE,
        /** The addresses are not safe, or the agent does not run. */
        BAD
    }

    public static Remark good(String subject, String text) {
        return new Remark(Grade.GOOD, subject, text, "");
    }

    public static Remark advice(String subject, String text, String remedy) {
        return new Remark(Grade.ADVICE, subject, text, remedy);
    }

    public static Remark bad(String subject, String text, String remedy) {
        return new Remark(Grade.BAD, subject, text, remedy);
    }

    static Remark of(String subject, Finding finding) {
        String text = finding.what() + ": " + finding.why();
        return switch (finding.weight()) {
            case WRONG -> bad(subject, text, finding.remedy());
            case ADVICE -> advice(subject, text, finding.remedy());
        };
    }
}
