package io.arpfailover.agent.proxy;

import java.time.Duration;

/**
 * How a proxy answers.
 *
 * @param addresses for whom
 * @param answerWith with whose MAC address
 * @param sameInterface also for addresses whose path leads out where the question came in, or nowhere
 * @param longestDelay each answer waits for a random time up to this; zero answers at once
 * @param broadcastReplies answers go to everybody (RFC 5227 section 2.6), so that others that wait hear them
 * @param learnFromAll learns the MACs of proxied hosts from all of their frames, not only from answers asked for
 * @param oldestBinding a MAC that was learned is not answered with once it is older
 * @param lookupPatience how long an answer to our own question may take
 * @param answersPerAsker how many answers one asker gets within a second
 */
public record ProxySettings(
        ProxiedAddresses addresses,
        AnswerWith answerWith,
        boolean sameInterface,
        Duration longestDelay,
        boolean broadcastReplies,
        boolean learnFromAll,
        Duration oldestBinding,
        Duration lookupPatience,
        int answersPerAsker) {

    /** Linux: the default of proxy_delay; RFC 1027 has no number. */
    public static final Duration USUAL_DELAY = Duration.ofMillis(800);

    private static final Duration OLDEST_BINDING = Duration.ofSeconds(60);
    /** RFC 1122 section 2.3.2.1: no more than one request per second and destination. */
    private static final Duration LOOKUP_PATIENCE = Duration.ofSeconds(1);

    private static final int ANSWERS_PER_ASKER = 20;

    public ProxySettings {
        if (longestDelay.isNegative() || lookupPatience.isNegative() || answersPerAsker < 1) {
            throw new IllegalArgumentException("delays begin at 0, answers at 1 per second");
        }
    }

    /** At once, with our own MAC, to the asker alone, and only for what lies behind another interface. */
    public static ProxySettings of(ProxiedAddresses addresses) {
        return new ProxySettings(
                addresses,
                AnswerWith.OWN_MAC,
                false,
                Duration.ZERO,
                false,
                false,
                OLDEST_BINDING,
                LOOKUP_PATIENCE,
                ANSWERS_PER_ASKER);
    }

    /** With the hosts' own MACs, which only makes sense on the same link. */
    public ProxySettings withRealMacs(boolean learn) {
        return new ProxySettings(
                addresses,
                AnswerWith.REAL_MAC,
                true,
                longestDelay,
                broadcastReplies,
                learn,
                oldestBinding,
                lookupPatience,
                answersPerAsker);
    }

    public ProxySettings alsoOnSameInterface() {
        return new ProxySettings(
                addresses,
                answerWith,
                true,
                longestDelay,
                broadcastReplies,
                learnFromAll,
                oldestBinding,
                lookupPatience,
                answersPerAsker);
    }

    public ProxySettings withDelay(Duration longest, boolean broadcast) {
        return new ProxySettings(
                addresses,
                answerWith,
                sameInterface,
                longest,
                broadcast,
                learnFromAll,
                oldestBinding,
                lookupPatience,
                answersPerAsker);
    }

    /** Whether an address may be answered for, whose path is this. */
    public boolean answersOver(Path path) {
        return switch (path) {
            case ELSEWHERE -> true;
            case SAME_INTERFACE, NOWHERE -> sameInterface;
            case OURSELVES -> false;
        };
    }
}
