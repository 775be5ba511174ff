package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.coordinator.time.MonotonicTime;
import io.arpfailover.coordinator.zookeeper.TurnListener;

/** Carries what an election says over to the thread of the stack. */
record ProxyTurn(ArpStack stack, ProxyClient client, ProxyReport report) implements TurnListener {

    @Override
    public void oursUntil(MonotonicTime until, boolean began) {
        ProxyRight right = new ProxyRight(until);
        stack.execute(() -> {
            if (began) {
                client.rightBegan(right);
            } else {
                client.rightExtended(right);
            }
        });
    }

    @Override
    public void over(String cause) {
        stack.execute(() -> client.rightEnded(cause));
    }

    @Override
    public void failed(String what) {
        stack.execute(() -> report.trouble(what));
    }
}
