package io.arpfailover.agent.role;

import io.arpfailover.agent.takeover.TakeoverStatus.Stranger;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.Optional;

/**
 * Something that happened to this server's role, or to an address while it had that role.
 *
 * @param role what it is now; never {@code UNKNOWN}, but for a stranger that comes before anything else is known
 * @param previous what it was when the last change was told; for a stranger the same as {@code role}
 * @param because why, in one clause; may be empty
 * @param holder the member that the tenure names, as last learnt
 * @param epoch of that tenure; 0 when none is known
 * @param stranger who uses an address; empty when this tells of a change of role
 */
public record RoleEvent(
        Role role, Role previous, String because, Optional<NodeName> holder, long epoch, Optional<Stranger> stranger) {

    /** Whether it tells what this server is now, so that a later one of the kind supersedes it. */
    public boolean isChange() {
        return stranger.isEmpty();
    }
}
