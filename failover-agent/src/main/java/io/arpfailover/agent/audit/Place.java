package io.arpfailover.agent.audit;

/** Where something is known of an address. */
public enum Place {
    /** The operator's file of bindings. */
    FILE("file says"),
    /** The bindings the cluster shares. */
    CLUSTER("binding says"),
    /** Who answers on the link. */
    WIRE("wire says"),
    /** The neighbour table of this server's kernel. */
    KERNEL("kernel has"),
    /** The cache of the running agent's resolver. */
    AGENT("agent has");

    private final String verb;

    Place(String verb) {
        this.verb = verb;
    }

    /** Before a MAC, for people. */
    String verb() {
        return verb;
    }

    /** Whether it tells what ought to be. */
    boolean binds() {
        return switch (this) {
            case FILE, CLUSTER -> true;
            case WIRE, KERNEL, AGENT -> false;
        };
    }
}
