/**
 * Finding interfaces in promiscuous mode: questions sent to addresses that an interface's filter keeps out, so that only
 * one whose filter is open answers.
 *
 * <p>Core: events in, effects out, time as an argument. It proves nothing about who listens at a mirror port or without
 * an address, and it relies on two things it cannot see: that the switch passes frames to groups nobody joined, and that
 * the filter is a network card's. Virtual interfaces have none, so there the verdict is {@code INCONCLUSIVE}.
 *
 * <pre>
 *    one suspect:
 *
 *    ASKING --its turn: Send, and it left--&gt; AWAITING --time, tries left--&gt; ASKING
 *      ^                                       |   |
 *      |                                       |   +--time, the third: no answer to this bait
 *      |                                       +--its answer: to the first try, or to a later one--&gt; SETTLING
 *      |                                                          |                                     |
 *      +--next bait-----------------------------------------------+----------------time-----------------+
 *                                                                 +--that was the last: Judged--&gt; JUDGED
 *
 *    the first "bait" is an ordinary question; who does not answer that is judged SILENT at once
 * </pre>
 */
package io.arpfailover.agent.sniffer;
