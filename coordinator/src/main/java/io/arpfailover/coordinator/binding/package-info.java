/**
 * The known pairs of IPv4 addresses and MACs of a cluster as values, and the rules by which a new one takes the place
 * of an old one.
 *
 * <p>Core: no I/O, no clock. Where they are kept is the business of {@code zookeeper}; what is done with them, that of
 * their readers.
 *
 * <p>Bindings are kept in {@value io.arpfailover.coordinator.binding.BindingShard#SHARDS} shards, each one record,
 * replaced as a whole by compare-and-set. One record for each binding would cost every reader 10,000 reads when it
 * starts and the servers 10,000 nodes; one record for all would pass ZooKeeper's limit of 1 MiB and be written whole,
 * and read whole by everybody, for each change. With 10,000 bindings a shard holds some 40, about 3 KiB: a change
 * costs one write and each reader one small read. The shard follows from all bits of the address, not from its last
 * octet: where thousands of networks have their router at .1, one shard would hold them all.
 *
 * <pre>
 *   a write under an epoch, for one address:
 *
 *                          what is there
 *                          of a higher epoch      of this epoch or a lower one
 *   another MAC, REPLACE   refused: STALE         written, version + 1: the last compare-and-set wins
 *   another MAC, ADD       refused: STALE         refused: BOUND_OTHERWISE
 *   the same MAC           refused: STALE         left as it is; its epoch is raised to that of the write
 *   remove                 refused: STALE         removed; the shard remembers the epoch
 *   nothing there          refused: STALE when a binding of this shard was removed in a higher epoch, else version 1
 * </pre>
 *
 * <p>So a server that was cut off, and writes under the epoch it knew, changes nothing that was decided since.
 */
package io.arpfailover.coordinator.binding;
