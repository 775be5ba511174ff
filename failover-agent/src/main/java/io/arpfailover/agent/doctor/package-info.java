/**
 * What the command {@code doctor} finds out about a host: a list of {@link io.arpfailover.agent.doctor.Examination}s,
 * each of which makes {@link io.arpfailover.agent.doctor.Remark}s, one line each. Those here are about the rules and the
 * interface that the lease rests on; {@code host} and {@code pair} have the others.
 *
 * <p>It changes nothing, needs no running agent, and says of what it could not look at that it could not. To examine
 * more, write another examination and name it in {@link io.arpfailover.agent.doctor.Doctor}. All are made at the same
 * time; what several of them need (the agent's status, what ZooKeeper says) is asked for once.
 *
 * <pre>
 *   configuration ---+
 *   this host -------+--&gt; Examination, Examination, … --&gt; Remark: good, advice, bad --&gt; lines, JSON, exit code
 * </pre>
 */
package io.arpfailover.agent.doctor;
