package io.arpfailover.agent.link;

import io.arpfailover.agent.wire.ArpFrame;

/** Takes the ARP frames of a link. Called on the capture thread, so it must only enqueue. */
@FunctionalInterface
public interface FrameListener {
    void frameReceived(ArpFrame frame);
}
