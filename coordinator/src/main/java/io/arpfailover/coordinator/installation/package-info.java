/**
 * What an installed program tells of itself: its manual page and completions, written by the build.
 *
 * <p>No running program uses it.
 */
package io.arpfailover.coordinator.installation;
