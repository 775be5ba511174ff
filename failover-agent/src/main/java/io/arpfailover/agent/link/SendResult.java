package io.arpfailover.agent.link;

/** What became of one frame to be sent. */
public sealed interface SendResult {

    /** The kernel took it. */
    record Sent() implements SendResult {}

    /**
     * It did not leave: the link is away, the queue is full, or the lease's egress rule dropped it (ENOBUFS).
     *
     * @param because one clause for people
     */
    record NotSent(String because) implements SendResult {}
}
