package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A host in user space, as far as ARP goes: a resolver on a real interface, with an address the kernel does not have. */
final class ResolverOnLink implements Client, NeighborEffect.Performer<byte[]>, AutoCloseable {
    final PacketPort port;
    final List<NeighborEffect<byte[]>> effects = new CopyOnWriteArrayList<>();

    private final ArpStack stack;
    private final Resolver<byte[]> resolver;
    private final Thread thread;
    private volatile MacAddress mac;
    private volatile boolean closing;

    private ResolverOnLink(ArpStack stack, Ipv4Address address, PacketPort port) {
        this.stack = stack;
        this.port = port;
        this.mac = stack.station().mac();
        this.resolver = new Resolver<>(
                new OwnStation(mac, Optional.of(address), Set.of(address)),
                ResolverTiming.DEFAULT,
                ResolverLimits.DEFAULT,
                packet -> packet.length,
                new SplittableRandom());
        stack.attach(this);
        this.thread = new Thread(this::run, "resolver-on-link");
        thread.start();
    }

    static ResolverOnLink open(NetnsLab lab, String namespace, String interfaceName, Ipv4Address address) {
        return lab.call(namespace, () -> {
            PacketPort port = PacketPort.open(interfaceName, "ip and dst host " + address);
            return new ResolverOnLink(ArpStack.open(interfaceName), address, port);
        });
    }

    /** Sends packets to a next hop, as they come out of a stack above. */
    void send(Ipv4Address nextHop, List<byte[]> packets) {
        onStack(now -> {
            packets.forEach(packet -> perform(resolver.resolve(nextHop, packet, now)));
            return true;
        });
    }

    void resolve(Ipv4Address nextHop) {
        onStack(now -> perform(resolver.resolve(nextHop, now)));
    }

    void verify(Ipv4Address nextHop) {
        onStack(now -> perform(resolver.verify(nextHop, now)));
    }

    void macChanged(MacAddress now) {
        onStack(at -> {
            mac = now;
            return perform(resolver.macChanged(now, at));
        });
    }

    Lookup lookup(Ipv4Address address) {
        return onStack(now -> resolver.lookup(address, now));
    }

    MacAddress mac() {
        return mac;
    }

    /** How often it asked for an address. */
    long asked(Ipv4Address address) {
        return effects.stream()
                .filter(effect -> effect instanceof NeighborEffect.Ask<byte[]> ask
                        && ask.address().equals(address))
                .count();
    }

    private <T> T onStack(Function<MonotonicTime, T> step) {
        CompletableFuture<T> result = new CompletableFuture<>();
        stack.execute(() -> result.complete(step.apply(stack.now())));
        return result.join();
    }

    private boolean perform(List<NeighborEffect<byte[]>> wanted) {
        effects.addAll(wanted);
        wanted.forEach(effect -> effect.performOn(this));
        return true;
    }

    private void run() {
        try {
            boolean unused = stack.run(() -> closing, MonotonicTime.NEVER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public MonotonicTime nextTimeout() {
        return resolver.nextTimeout();
    }

    @Override
    public void onTimeout(MonotonicTime now) {
        perform(resolver.onTimeout(now));
    }

    @Override
    public void onFrame(ArpFrame frame, MonotonicTime now) {
        perform(resolver.onFrame(frame, now));
    }

    @Override
    public void ask(NeighborEffect.Ask<byte[]> effect) {
        stack.send(effect.frame());
    }

    @Override
    public void answer(NeighborEffect.Answer<byte[]> effect) {
        stack.send(effect.frame());
    }

    @Override
    public void announce(NeighborEffect.Announce<byte[]> effect) {
        stack.send(effect.frame());
    }

    @Override
    public void deliver(NeighborEffect.Deliver<byte[]> effect) {
        effect.packets().forEach(packet -> port.send(effect.mac(), mac, packet));
    }

    @Override
    public void drop(NeighborEffect.Drop<byte[]> effect) {}

    @Override
    public void resolved(NeighborEffect.Resolved<byte[]> effect) {}

    @Override
    public void confirmed(NeighborEffect.Confirmed<byte[]> effect) {}

    @Override
    public void changed(NeighborEffect.Changed<byte[]> effect) {}

    @Override
    public void unreachable(NeighborEffect.Unreachable<byte[]> effect) {}

    @Override
    public void contradicted(NeighborEffect.Contradicted<byte[]> effect) {}

    @Override
    public void refused(NeighborEffect.Refused<byte[]> effect) {}

    @Override
    public void close() {
        closing = true;
        stack.execute(() -> {});
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        port.close();
        stack.close();
    }
}
