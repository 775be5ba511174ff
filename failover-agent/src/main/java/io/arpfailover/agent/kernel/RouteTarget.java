package io.arpfailover.agent.kernel;

/**
 * Where the kernel sends what is for one address.
 *
 * @param local to this machine itself
 * @param ifindex out of this interface, when it is not local
 */
public record RouteTarget(boolean local, int ifindex) {}
