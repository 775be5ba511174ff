/**
 * What an installed program needs that only the program itself can tell: the classes it loads, for the JVM's class
 * archive.
 *
 * <p>Used by the build and at installation, never by a running program.
 */
package io.arpfailover.coordinator.installation;
