/**
 * What {@code doctor} looks at on this host alone: what it runs on, what else configures its network, the agent's files
 * and its service.
 *
 * <p>Each examination reads, through {@link io.arpfailover.agent.doctor.host.HostFiles} where it can, and then judges a
 * record of what it saw, so that tests need no host that is so.
 */
package io.arpfailover.agent.doctor.host;
