/**
 * Who may hold a cluster's addresses, and until when: the protocol between two members and one ZooKeeper record.
 *
 * <p>Core: events in, effects out, time as an argument. Knows no ZooKeeper and no network; it is not the place that
 * decides whether an address is free on the wire (that is the agent's conflict detection).
 */
package io.arpfailover.coordinator.tenure;
