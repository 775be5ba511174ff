package io.arpfailover.agent.config;

/** What SIGTERM asks of a holder. */
public enum OnTerminate {
    /** To keep the addresses when the service manager restarts the agent, else to hand them over. */
    AUTO,
    /** To hand the addresses over to the other server, then to end. */
    HAND_OVER,
    /** To end while this server keeps the addresses, for as long as a restart may take. */
    KEEP
}
