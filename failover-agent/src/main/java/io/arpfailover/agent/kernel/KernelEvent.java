package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;

/** Something that changed in the kernel, whoever did it. What this program does itself is told too, unless
 * the {@link KernelWatch} was opened without it. */
public sealed interface KernelEvent {

    /** An interface appeared or changed; also sent when nothing of interest here did. */
    record LinkChanged(LinkState link) implements KernelEvent {}

    /** No interface has this name any more: deleted, renamed, or moved to another network namespace. */
    record LinkGone(String name) implements KernelEvent {}

    /** An address was assigned or, which the kernel does not tell apart, refreshed. */
    record AddressAdded(int ifindex, Ipv4Prefix prefix, boolean ours) implements KernelEvent {}

    /** An address was removed, or its lifetime ended. */
    record AddressRemoved(int ifindex, Ipv4Prefix prefix) implements KernelEvent {}

    /** An entry of the neighbour table appeared or changed; told only to who asked for neighbours. */
    record NeighborChanged(NeighborEntry entry) implements KernelEvent {}

    /** An entry of the neighbour table was removed; told only to who asked for neighbours. */
    record NeighborGone(int ifindex, Ipv4Address address) implements KernelEvent {}

    /** Events were lost, since they came faster than they were taken: read everything again. */
    record Overrun() implements KernelEvent {}
}
