package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.Optional;

/**
 * An IPv4 address that an interface carries.
 *
 * @param prefix the address and the length of its network's prefix
 * @param ours whether this program assigned it. The kernel keeps a mark for that since 5.18; an older one does not, so
 *     there every address that has a lifetime counts as ours, a DHCP client's too: ask only about addresses of the pair
 * @param validFor whole seconds until the kernel deletes it; empty when it never does
 */
public record AssignedAddress(Ipv4Prefix prefix, boolean ours, Optional<Duration> validFor) {}
