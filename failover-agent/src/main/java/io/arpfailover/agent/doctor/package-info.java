/**
 * What the command {@code doctor} finds out about a host: a list of {@link io.arpfailover.agent.doctor.Examination}s,
 * each of which makes {@link io.arpfailover.agent.doctor.Remark}s, one line each.
 *
 * <p>It changes nothing, needs no running agent, and says of what it could not look at that it could not. To examine
 * more, write another examination and name it in {@link io.arpfailover.agent.doctor.Doctor}.
 *
 * <pre>
 *   configuration ---+
 *   this host -------+--&gt; Examination, Examination, … --&gt; Remark: good, advice, bad --&gt; lines, JSON, exit code
 * </pre>
 */
package io.arpfailover.agent.doctor;
