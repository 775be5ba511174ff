package io.arpfailover.agent.wire;

/**
 * An 802.1Q tag: the tag control information behind EtherType 0x8100.
 *
 * @param control 16 bits: priority 3, drop eligible 1, VLAN id 12
 */
public record VlanTag(int control) {

    public VlanTag {
        if (control >>> 16 != 0) {
            throw new IllegalArgumentException("more than 16 bits: " + control);
        }
    }

    /** The VLAN id, 0 to 4095; 0 is a priority tag, which leaves the frame in the port's own VLAN. */
    public int id() {
        return control & 0xfff;
    }
}
