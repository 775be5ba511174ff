package io.arpfailover.agent.inspect;

/**
 * Whether a frame and the packet in it must agree: the additional validations of dynamic ARP inspection.
 *
 * @param sourceMac the frame must be from the station the packet names as its sender
 * @param destinationMac a reply must be for the station it names as its target. Gratuitous replies are broadcast and
 *     name their sender (RFC 5944 section 4.6), so this denies the announcements of many programs
 * @param ipAddress nobody is the network's broadcast address, and a reply has a sender and a target a host can have. A
 *     probe's 0.0.0.0 (RFC 5227), and a reply to it, pass
 */
public record Checks(boolean sourceMac, boolean destinationMac, boolean ipAddress) {
    public static final Checks NONE = new Checks(false, false, false);
    public static final Checks ALL = new Checks(true, true, true);

    /** All that what is usual on a LAN passes. */
    public static final Checks DEFAULT = new Checks(true, false, true);
}
