/**
 * How the command line talks to the running agent: a Unix socket of mode 0600, one line of JSON each way.
 *
 * <pre>
 *   {"request":"status"}                      -&gt; {"response":"status","status":{…AgentStatus…}}
 *   {"request":"history"}                     -&gt; {"response":"history","moves":[{…MoveReport…}, …]}
 *   {"request":"neighbors"}                   -&gt; {"response":"neighbors","neighbors":[{…NeighborReport…}, …]}
 *   {"request":"switchover","to":"b"}         -&gt; {"response":"outcome","done":true,"because":"…"}
 *   {"request":"maintenance","on":true}       -&gt; the same; so pause, resume and stop
 *   anything else                             -&gt; {"response":"error","error":"…"}
 *
 *   one connection of the server ({@code Conversation}):
 *
 *            line read              answer, or time is up            written
 *   READING ------------&gt; WAITING ------------------------&gt; WRITING ---------&gt; CLOSED
 *      |    not a request, too long, too many, too slow ------&gt;^         ^
 *      +---- the client went away, or does not read the answer in time --+
 * </pre>
 *
 * <p>One thread serves all connections and only ever waits in its selector; the agent's own thread answers through
 * the futures of {@link io.arpfailover.agent.control.ControlHandler}. Line length, connections and every wait have a
 * limit ({@code ControlLimits}).
 *
 * <p>Not a remote interface: who may open the socket may command the agent.
 */
package io.arpfailover.agent.control;
