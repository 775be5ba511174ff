/**
 * The operator's own bindings, as a text file: which station may use which address.
 *
 * <p>It reads and says what is wrong; how a line is written is the coordinator's {@code binding}'s to say, and what a
 * binding means is {@code inspect}'s. Bindings that a cluster shares are not
 * here: those are in ZooKeeper.
 *
 * <pre>
 *   # One binding on a line: address, MAC address, and what you like behind them.
 *   10.77.0.7     02:00:0a:4d:00:07   the printer
 *   02:00:0a:4d:00:08   10.77.0.8     # the order of ethers(5) and of arpwatch's arp.dat will do, too
 * </pre>
 */
package io.arpfailover.agent.bindings;
