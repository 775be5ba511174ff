package io.arpfailover.agent.control;

import java.util.concurrent.CompletableFuture;

/** What answers the requests: the running agent. */
@FunctionalInterface
public interface ControlHandler {
    /**
     * Begins to answer. Called on the control thread, which serves everybody: it must not wait. The future may be
     * completed by any thread; one that fails, or takes longer than the limit, becomes an error answer.
     */
    CompletableFuture<ControlResponse> handle(ControlRequest request);
}
