/**
 * The program {@code coordinator}: runs ZooKeeper, shows what it knows of the clusters, and writes what is
 * wanted of them, and reads and writes their shared bindings.
 *
 * <p>Not needed where an ensemble exists already, and not the agent: it never touches an address.
 *
 * <p>Exit codes: 0 done, 1 refused, or {@code status} found a cluster without a registered holder, 2 the user has to do something
 * (one line on standard error says what), 3 a bug or a server that failed while running.
 */
package io.arpfailover.coordinator.cli;
