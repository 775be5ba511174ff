/**
 * Comparing what different places know of the addresses of one link: an address whose places disagree has drifted.
 *
 * <p>Core: values in, findings out. Who asks the places, and how, is the business of its caller; what a single frame
 * means, that of {@code inspect}.
 *
 * <pre>
 *   for one address                                            finding
 *   two stations answer for it                                 TWO_ANSWERS   drift
 *   two places name different MACs                             MISMATCH      drift
 *   it is bound, was asked for, and nobody answered            SILENT        for information, or drift when strict
 *   the kernel or the agent knows it, and it is not bound      UNBOUND       for information
 *   else                                                       none
 *
 *   the first line that fits counts; every finding carries what each place says
 * </pre>
 */
package io.arpfailover.agent.audit;
