/**
 * ZooKeeper inside this program, for those who have no ensemble: one server, or one of a quorum.
 *
 * <p>Not a changed ZooKeeper: the same server, with the settings this project needs (short sessions, no admin web
 * server, old snapshots removed). Knows nothing of clusters. With {@code zookeeper}, the only package that imports
 * ZooKeeper.
 */
package io.arpfailover.coordinator.server;
