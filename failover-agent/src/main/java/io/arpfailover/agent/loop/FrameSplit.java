package io.arpfailover.agent.loop;

import io.arpfailover.agent.link.FrameListener;
import io.arpfailover.agent.proxying.HolderProxy;
import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.takeover.RelevantFrames;
import io.arpfailover.agent.wire.ArpFrame;
import java.util.Optional;

/** Who gets a frame of the one capture: the loop, the proxy, both or nobody. On the capture thread. */
record FrameSplit(RelevantFrames relevant, Inbox inbox, Optional<HolderProxy> proxy) implements FrameListener {

    boolean isWanted(ArpFrame frame) {
        return relevant.contains(frame) || isForProxy(frame);
    }

    @Override
    public void frameReceived(ArpFrame frame) {
        if (relevant.contains(frame)) {
            inbox.putFrame(new Event.FrameSeen(frame));
        }
        if (isForProxy(frame)) {
            proxy.orElseThrow().frameReceived(frame);
        }
    }

    private boolean isForProxy(ArpFrame frame) {
        return proxy.isPresent() && proxy.get().wants(frame);
    }
}
