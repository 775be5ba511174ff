/**
 * Finding the hosts of a link: every address of a range is asked, and those that stay silent are asked again.
 *
 * <p>Core: events in, effects out, time as an argument. It keeps no cache ({@code neighbor} does), it does not watch
 * what hosts say unasked ({@code inspect} does), and it knows no vendors: a table of them is out of date when printed.
 *
 * <pre>
 *    IDLE --start--&gt; ASKING --an address is ripe and the rate allows: Ask--&gt; SENDING --sent: yes, or no--&gt; ASKING
 *                      |                                                        |
 *                      |                                                        +--no, fifty times on end: Failed--&gt; DONE
 *                      +--every address answered or asked often enough--&gt; LISTENING --last wait over: Finished--&gt; DONE
 *
 *    an answer is taken in every state; the first one settles its address, later ones may tell of a second MAC
 * </pre>
 */
package io.arpfailover.agent.scan;
