package io.arpfailover.agent.inspect;

import java.util.Locale;

/** What can be noticed about a link. The kinds before {@link #SPOOF} are those of arpwatch(8) and mean what they do there. */
public enum FindingKind {
    /** A known pair is back after a long silence. */
    NEW_ACTIVITY("is back after a long silence"),
    /** An address that was not seen before. */
    NEW_STATION("was not seen before"),
    /** The address went back to the station it had before the present one. */
    FLIP_FLOP("went back to its previous station"),
    /** The address is with a station it was never seen with. */
    CHANGED_ETHERNET_ADDRESS("is with a new station"),
    /** The address went back to a station it had earlier than the previous one. */
    REUSED_OLD_ETHERNET_ADDRESS("went back to a station it had long ago"),
    /** A sender whose MAC address is the broadcast address, or zero. */
    ETHERNET_BROADCAST("names everybody, or nobody, as its sender"),
    /** A sender whose address means all hosts. */
    IP_BROADCAST("is a broadcast address, no host's"),
    /** A sender whose address is not of this link. */
    BOGON("is not an address of this link"),
    /** A packet whose sender is not the station that sent the frame. */
    ETHERNET_MISMATCH("is claimed for one station by a frame of another"),
    /** A shared address is claimed by who is no member of the pair. */
    SPOOF("is a shared address, and this is no member of the pair"),
    /** A shared address moved to the other member, and the tenure says so too. */
    AUTHORISED_MOVE("moved within the pair"),
    /** The old holder of a shared address still spoke shortly after it moved. */
    LATE_FRAME_OF_PEER("was used once more by its previous holder"),
    /** A member of the pair uses a shared address that it does not hold. */
    UNAUTHORISED_MEMBER("is used by the member that does not hold it"),
    /** A station sent more than it may. */
    RATE_EXCEEDED("comes from a station that sends too much"),
    /** A frame was denied, or would be; {@link Finding#verdict} says why. */
    DENIED("is denied");

    private final String meaning;

    FindingKind(String meaning) {
        this.meaning = meaning;
    }

    /** What it says about the address, as the rest of a sentence. */
    public String meaning() {
        return meaning;
    }

    /** Whether arpwatch(8) knows it. */
    public boolean isOfArpwatch() {
        return compareTo(SPOOF) < 0;
    }

    /** As a word for people and programs: in lower case, with spaces. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
