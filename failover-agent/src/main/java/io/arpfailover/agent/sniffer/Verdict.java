package io.arpfailover.agent.sniffer;

/** What the answers of a suspect say about its interface. */
public enum Verdict {
    /** It takes in frames that are not for it. */
    PROMISCUOUS,
    /** It keeps them out. */
    NOT_PROMISCUOUS,
    /** The answers do not tell. */
    INCONCLUSIVE,
    /** It answers not even an ordinary question. */
    SILENT
}
