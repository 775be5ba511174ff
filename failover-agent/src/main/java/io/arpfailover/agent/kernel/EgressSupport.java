package io.arpfailover.agent.kernel;

/**
 * Whether kernel and libnftables can stop frames on their way out, without which there is no {@link KernelLease}.
 *
 * <p>The hook came with Linux 5.16 and nftables 1.0.1. Without it the lifetime of the address alone ends a lease.
 */
public sealed interface EgressSupport {

    record Supported() implements EgressSupport {}

    /** It is missing; one line for people says why and what follows. */
    record Missing(String because) implements EgressSupport {}

    /** Tries it out on this interface, and changes nothing. */
    static EgressSupport probe(String interfaceName) {
        String script = """
                add table netdev arp-failover-probe
                add chain netdev arp-failover-probe egress \
                { type filter hook egress device "%s" priority 0; policy accept; }
                """.formatted(interfaceName);
        try (Nftables nftables = Nftables.open()) {
            Nftables.Outcome outcome = nftables.tryOut(script);
            return outcome.done() ? new Supported() : new Missing(outcome.text());
        } catch (KernelException e) {
            return new Missing(e.getMessage());
        }
    }
}
