/**
 * The program {@code failover-agent}: its commands, what they print, and their exit codes.
 *
 * <pre>
 *   run             reads and checks the configuration, then hands it to the {@link AgentRunner}
 *   status          one question to the running agent ---+
 *   switchover      …                                    |
 *   maintenance     …                                    +--&gt; control socket
 *   pause, resume   …                                    |
 *   stop            …                                    |
 *   history         …                                 ---+
 *   doctor          reads the configuration and examines this machine
 *   sysctls restore puts back what a killed agent has set
 *   config check    reads the configuration and checks it against this machine
 *   arp …           the ARP stack by hand: package {@code cli.arp}
 *
 *   0  done    1  refused: the agent says no    2  the user's mistake, or it cannot run here    3  a bug
 * </pre>
 *
 * <p>Answers go to standard output, everything else to standard error, one line each. Decides nothing: the agent does.
 */
package io.arpfailover.agent.cli;
