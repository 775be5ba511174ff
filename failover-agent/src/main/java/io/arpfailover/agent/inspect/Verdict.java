package io.arpfailover.agent.inspect;

/** What is thought of one frame. */
public enum Verdict {
    PERMITTED("permitted"),
    /** It is no ARP packet, or its sender can be nobody. */
    MALFORMED("no station can send this"),
    /** It claims a shared address, and frame and packet are not both from one member of the pair. */
    SPOOFED("claims a shared address and is of neither member of the pair"),
    /** It is from the member that does not hold the shared address it claims. */
    NOT_HOLDER("is of the member that does not hold the address"),
    /** Its station sends more than it may, or did so not long ago. */
    TOO_MANY("its station sends too much"),
    /** The frame is not from the sender the packet names. */
    SOURCE_MAC("the frame is not from the packet's sender"),
    /** A reply for another station than the packet names. */
    DESTINATION_MAC("the reply is not for the packet's target"),
    /** An address that no host can have. */
    IP_ADDRESS("no host can have the address"),
    /** A rule says so. */
    RULE("a rule denies it"),
    /** The address is bound to another station. */
    BINDING("the address is bound to another station"),
    /** The address is not bound, and must be. */
    UNBOUND("the address is not bound to any station");

    private final String meaning;

    Verdict(String meaning) {
        this.meaning = meaning;
    }

    /** In words, for a person who reads a line about it. */
    public String meaning() {
        return meaning;
    }

    public boolean isPermitted() {
        return this == PERMITTED;
    }
}
