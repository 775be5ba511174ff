/**
 * Reads and checks {@code agent.yaml}: text in, one value or the list of everything wrong with it out.
 *
 * <pre>
 *   file --ConfigurationFile--> node tree --AgentReader/Section--> Valid(AgentConfiguration, Positions)
 *          |                                |                           |
 *          +-- unreadable, bad YAML         +-- missing, wrong, unknown +--HostCheck--> does not fit this machine
 *          v                                v                           v
 *                      ConfigProblem: file:line:column: field: what is wrong; what to do
 * </pre>
 *
 * <p>All problems of a file are found in one pass. {@link io.arpfailover.agent.config.Key} is the documented set of
 * keys; a new key is one constant there and one line in {@code AgentReader}, {@code PairReader}, {@code HealthReader} or
 * {@code LanReader} (what concerns the other stations of the LAN: {@code inspect} and {@code proxy}).
 *
 * <p>Not the place for what only a running agent can know (whether ZooKeeper answers, whether an address is free).
 * Such a problem still points at its line: {@link io.arpfailover.agent.config.Positions#problem}.
 */
package io.arpfailover.agent.config;
