package io.arpfailover.agent.loop;

import io.arpfailover.agent.kernel.KernelEvent;
import io.arpfailover.agent.kernel.LinkState;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * One interface as the kernel last told it, so that sending a frame need not ask. Any thread.
 *
 * <p>It is as old as the way of a notification to this process, some hundred microseconds; whoever sends a frame in
 * between with an address that has just changed announces again when the change reaches the loop.
 */
final class KnownLink {
    private final String name;
    private final AtomicReference<Optional<LinkState>> last = new AtomicReference<>(Optional.empty());

    KnownLink(String name) {
        this.name = name;
    }

    /** The kernel said something; called on its thread, before anybody acts on it. */
    void told(KernelEvent said) {
        if (said instanceof KernelEvent.LinkChanged changed) {
            if (changed.link().name().equals(name)) {
                last.set(Optional.of(changed.link()));
            }
        } else if (said instanceof KernelEvent.LinkGone gone) {
            if (gone.name().equals(name)) {
                last.set(Optional.empty());
            }
        } else if (said instanceof KernelEvent.Overrun) {
            last.set(Optional.empty());
        }
    }

    /** The interface as last told, else as asked for now. What the kernel says meanwhile is newer than the answer. */
    Optional<LinkState> orAsk(Supplier<Optional<LinkState>> kernel) {
        Optional<LinkState> known = last.get();
        if (known.isPresent()) {
            return known;
        }
        Optional<LinkState> asked = kernel.get();
        last.compareAndSet(known, asked);
        return asked;
    }
}
