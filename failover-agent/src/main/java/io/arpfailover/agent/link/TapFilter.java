package io.arpfailover.agent.link;

/** Which frames a tap takes. Whether the ARP packet inside is well formed does not matter to any of them. */
public enum TapFilter {
    /** ARP as the interface speaks it, and as a card hands it over that took the only tag off. */
    ARP("arp"),
    /** The same, and ARP behind one or two tags that are still in the frame. */
    VLAN("arp or (vlan and (arp or (vlan and arp)))");

    private final String expression;

    TapFilter(String expression) {
        this.expression = expression;
    }

    /** The filter in the language of pcap-filter(7); "vlan" moves the offsets of everything behind it. */
    public String expression() {
        return expression;
    }
}
