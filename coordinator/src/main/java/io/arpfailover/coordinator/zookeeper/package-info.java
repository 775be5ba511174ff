/**
 * The ZooKeeper side of a cluster: its records, its watches, and the one write a lease may rest on.
 *
 * <p>Not the protocol: nothing here decides who may hold an address, and nothing here counts time for a lease. With
 * {@code server}, the only package that imports ZooKeeper and Curator.
 *
 * <pre>
 * /arp-failover/clusters/NAME/
 *     tenure           who holds the addresses; every step of the protocol is one compare-and-set of it
 *     members          its version counts the registrations, so that two of them cannot cross
 *     members/NODE     ephemeral: lives as long as the session of NODE's agent
 *     refused/NODE     ephemeral: an agent that may not join, and why, for those that are in to hear
 *     intent           what the administrators want
 *     history/EPOCH    one entry per move, the newest 100
 *     bindings/SHARD   the known pairs of addresses and MACs, in up to 256 records, 00 to ff (see {@code binding})
 * </pre>
 *
 * <p>Beside the clusters, {@code /arp-failover/proxies/GROUP} says which of a group's proxies has its turn; see
 * {@link io.arpfailover.coordinator.zookeeper.ProxyElection}.
 *
 * <p>Records are JSON objects with a {@code format} number; what cannot be read is reported, never guessed.
 *
 * <pre>
 *            first connection             connection lost
 *   OPENED ------------------> CONNECTED -----------------> SUSPENDED
 *                               ^  ^  |      same session       |  |
 *                               |  |  |  <----------------------+  | session timeout has passed
 *                   new session |  |  | session expired            v
 *                               |  |  +------------------------> LOST
 *                               |  +------------------------------+
 *   registration, anew in each CONNECTED:  NOT YET -> REGISTERED | REFUSED (kept watching, tried again)
 * </pre>
 *
 * <p>Rights: with an auth file every node, and every parent up to {@code /arp-failover}, is created for its creator
 * alone. The parents matter as much as the records: ZooKeeper checks the right to delete a node on its parent. So all
 * clusters of one ensemble share one user. Without an auth file everything is open to everybody who reaches the port.
 *
 * <p>Threads: Curator's connection thread and ZooKeeper's event thread call the {@link StoreListener}; one thread
 * registers; one thread does what may wait (intent, history), with retries and a circuit breaker; one timer ends calls
 * that stay unanswered. The bindings, when they are used, have one thread to read and one to write. No public method of a store waits for ZooKeeper, except closing it.
 */
package io.arpfailover.coordinator.zookeeper;
