package io.arpfailover.agent.sniffer;

import io.arpfailover.agent.wire.MacAddress;

/**
 * A verdict with its reason, from the answers alone and then from what the interfaces are.
 *
 * <p>An open filter on a virtual interface means nothing, since there it is always open; a closed one means what it
 * means anywhere.
 */
record Judgement(Verdict verdict, Confidence confidence, String why) {
    static final Judgement SILENT =
            new Judgement(Verdict.SILENT, Confidence.HIGH, "it does not answer an ordinary question");

    private static final AnswerPattern WINDOWS_OPEN = AnswerPattern.of("111___1_");
    private static final AnswerPattern WINDOWS_WITH_PCAP = AnswerPattern.of("1_1___1_");
    private static final AnswerPattern EVERY_GROUP = AnswerPattern.of("11111111");
    /** Groups of IP that a host may have joined. */
    private static final AnswerPattern MAY_BE_JOINED = AnswerPattern.of("1____111");

    private static final AnswerPattern MUST_BE_JOINED = AnswerPattern.of("1_____1_");

    static Judgement of(AnswerPattern pattern, MacAddress suspect, Medium own) {
        Judgement byAnswers = of(pattern);
        if (byAnswers.verdict != Verdict.PROMISCUOUS) {
            return byAnswers;
        }
        return VirtualMacs.mediumOf(suspect)
                .virtual()
                .map(what -> "it is " + what)
                .or(() -> own.virtual().map(what -> "we ask through " + what))
                .map(what -> new Judgement(
                        Verdict.INCONCLUSIVE,
                        Confidence.LOW,
                        byAnswers.why + ", but " + what + ", and those answer so without listening"))
                .orElse(byAnswers);
    }

    private static Judgement of(AnswerPattern pattern) {
        if (!pattern.has(Bait.BROADCAST)) {
            return inconclusive("it answered an ordinary question, but not the same one again");
        }
        if (pattern.has(Bait.NOBODY)) {
            return promiscuous(Confidence.HIGH, "it answers what is sent to a station that does not exist");
        }
        if (pattern.equals(EVERY_GROUP)) {
            return promiscuous(
                    Confidence.HIGH,
                    "it answers what is sent to any group, as only an open filter (or a multicast router's) lets in");
        }
        if (pattern.equals(WINDOWS_OPEN)) {
            return promiscuous(Confidence.MEDIUM, "it answers as Windows does behind an open filter");
        }
        return ofMoreClosed(pattern);
    }

    private static Judgement ofMoreClosed(AnswerPattern pattern) {
        if (pattern.equals(WINDOWS_WITH_PCAP)) {
            return inconclusive("it answers as Windows does with a capture driver, whether that is in use or not");
        }
        if (pattern.isWithin(MUST_BE_JOINED)) {
            return new Judgement(
                    Verdict.NOT_PROMISCUOUS, Confidence.HIGH, "it answers only what every host must let in");
        }
        if (pattern.isWithin(MAY_BE_JOINED)) {
            return new Judgement(
                    Verdict.NOT_PROMISCUOUS,
                    Confidence.MEDIUM,
                    "it answers only what goes to groups it may have joined");
        }
        return inconclusive("no system is known to answer in this pattern");
    }

    private static Judgement promiscuous(Confidence confidence, String why) {
        return new Judgement(Verdict.PROMISCUOUS, confidence, why);
    }

    private static Judgement inconclusive(String why) {
        return new Judgement(Verdict.INCONCLUSIVE, Confidence.LOW, why);
    }
}
