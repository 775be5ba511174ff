package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.MacAddress;

/** What the cache says about one address, without asking anybody. */
public sealed interface Lookup {

    /** Packets for it go here. */
    record Found(MacAddress mac) implements Lookup {}

    /** It is being asked for. */
    record Pending() implements Lookup {}

    /** It was asked for a short while ago and did not answer. */
    record Unreachable() implements Lookup {}

    /** Nobody has asked for it lately. */
    record Unknown() implements Lookup {}
}
