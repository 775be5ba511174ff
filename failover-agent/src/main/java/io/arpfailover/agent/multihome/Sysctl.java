package io.arpfailover.agent.multihome;

/** A number that Linux keeps for each interface, and once for all of them, and that has a say in ARP. */
public enum Sysctl {
    /** For which addresses the interface answers. */
    ARP_IGNORE("arp_ignore", Combination.LARGER),
    /** With which sender the interface asks. */
    ARP_ANNOUNCE("arp_announce", Combination.LARGER),
    /** Whether it answers only those it would reach through itself. */
    ARP_FILTER("arp_filter", Combination.EITHER),
    /** Whether it drops what comes from where it would not send to: 0 no, 1 strictly, 2 loosely. */
    RP_FILTER("rp_filter", Combination.LARGER),
    /** Whether the kernel announces an interface's addresses when it comes up. */
    ARP_NOTIFY("arp_notify", Combination.LARGER),
    /** Whether announcements make entries in the neighbour table: 0 no, 1 yes, 2 those of the interface's networks. */
    ARP_ACCEPT("arp_accept", Combination.LARGER),
    /** Whether announcements are dropped. */
    DROP_GRATUITOUS_ARP("drop_gratuitous_arp", Combination.EITHER);

    /** How the value for all interfaces and the interface's own make the one that counts. */
    private enum Combination {
        LARGER,
        EITHER
    }

    private final String text;
    private final Combination combination;

    Sysctl(String text, Combination combination) {
        this.text = text;
        this.combination = combination;
    }

    /** As the kernel calls it. */
    public String text() {
        return text;
    }

    /** What counts for an interface. */
    public int effective(int ofAll, int own) {
        return switch (combination) {
            case LARGER -> Math.max(ofAll, own);
            case EITHER -> ofAll != 0 || own != 0 ? 1 : 0;
        };
    }
}
