package io.arpfailover.agent.link;

/** Says of every frame whether it may be believed at all, before anybody reads it. Called on the capture thread. */
@FunctionalInterface
public interface FrameGate {
    /** Lets everything pass. */
    FrameGate OPEN = octets -> true;

    /**
     * Whether a frame may be read on.
     *
     * @param octets the frame from its destination on, of the port's own VLAN; well formed or not
     */
    boolean letsPass(byte[] octets);
}
