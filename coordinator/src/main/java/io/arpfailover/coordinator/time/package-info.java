/**
 * The one clock of the project, and instants on it.
 *
 * <p>Not a calendar: whatever is shown to people or written to ZooKeeper as a date is made where it is shown.
 */
package io.arpfailover.coordinator.time;
