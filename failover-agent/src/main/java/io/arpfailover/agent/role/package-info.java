/**
 * What a server is to its cluster as others act on it, made of what the takeover's machine is doing.
 *
 * <pre>
 *   (start) UNKNOWN --- the first that is certain, or what is true when the settling time is over ---> any of these
 *
 *                      HOLDING, announced
 *        +----------------------------------------> HOLDER --+
 *        |                                                   | the lease has ended; the agent has stopped
 *     STANDBY <----------------------------------------------+ (HANDING_OVER is on the way: nothing is told)
 *        ^  |  interface, kernel or ZooKeeper is missing, a required check fails, a stranger has an address
 *        |  +-------------------------------------> FAULT
 *        +------- none of these any more --------------+
 * </pre>
 *
 * A new epoch of a holder is told as a change from HOLDER to HOLDER: another may have held the addresses between the
 * two. Who runs the operators' programs is {@code hook}'s.
 */
package io.arpfailover.agent.role;
