/**
 * The commands {@code failover-agent arp …}: the ARP stack by hand, on one interface, beside the kernel's own.
 *
 * <p>Each opens a {@link io.arpfailover.agent.stack.ArpStack}, attaches the machine it is about, and prints what that
 * finds. Only {@code cache} does without: it reads the kernel's table and asks the running agent. Answers go to standard
 * output, a line each or with {@code --json} an object each; progress and mistakes go to standard error.
 *
 * <pre>
 *   resolve    who has these addresses          scan      who is on the link
 *   probe      are these addresses free         sniffers  who listens to what is not for it
 *   announce   repoint the neighbours           audit     do bindings, kernel, agent and link agree
 *   cache      the kernel's table, the agent's  proxy     answer for others
 *   watch      what is noteworthy on the link   record    frames into a file
 *
 *   0  done, found, free    1  the answer is no: silent, in use, drift    2  a mistake, or it cannot run here    3  a bug
 * </pre>
 */
package io.arpfailover.agent.cli.arp;
