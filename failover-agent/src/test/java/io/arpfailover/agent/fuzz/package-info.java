/**
 * Octets that nobody thought of, for whatever reads octets from the network or from a file.
 *
 * <p>A target is a class with {@code public static void fuzzerTestOneInput(byte[])} that throws when something is wrong,
 * beside what it tries. Adding one: its class into {@link io.arpfailover.agent.fuzz.Targets}, and a directory of its
 * simple name under {@code src/test/resources/fuzz} with a few inputs, good and bad. {@code FuzzCorpusTest} gives it
 * those; {@code FuzzIT} lets Jazzer look for others, guided by which code they reach.
 */
package io.arpfailover.agent.fuzz;
