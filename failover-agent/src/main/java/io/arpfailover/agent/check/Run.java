package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One run of a check on a worker. Ends when the check has really ended, also after it was abandoned. */
final class Run implements Runnable {
    private final Check check;
    private final CompletableFuture<CheckResult> ended = new CompletableFuture<>();
    private Optional<Thread> worker = Optional.empty();
    private boolean abandoned;

    Run(Check check) {
        this.check = check;
    }

    CompletableFuture<CheckResult> ended() {
        return ended;
    }

    @Override
    public void run() {
        if (!begin()) {
            ended.cancel(false);
            return;
        }
        try {
            CheckResult result = check.run();
            end();
            ended.complete(result);
        } catch (InterruptedException | RuntimeException e) {
            end();
            ended.completeExceptionally(e);
        }
    }

    /** Nobody waits for it any more: it is to end as soon as it can. From any thread. */
    void abandon() {
        boolean runs;
        synchronized (this) {
            abandoned = true;
            runs = worker.isPresent();
            worker.ifPresent(Thread::interrupt);
        }
        if (runs) {
            check.abort();
        }
    }

    private synchronized boolean begin() {
        if (!abandoned) {
            worker = Optional.of(Thread.currentThread());
        }
        return !abandoned;
    }

    /** From here on no interrupt comes, and one that came too late must not meet the worker's next run. */
    private synchronized void end() {
        worker = Optional.empty();
        Thread.interrupted();
    }
}
