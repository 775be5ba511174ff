/**
 * What {@code doctor} looks at beyond this host: the ensemble, the records in it, the other server, and the LAN between
 * them and the gateway.
 *
 * <p>ZooKeeper and the agent are asked once, and several examinations judge what they said. On the LAN it asks who has
 * an address, in a dozen frames at most in a second; it never announces.
 */
package io.arpfailover.agent.doctor.pair;
