package io.arpfailover.agent.doctor;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Something that is found out once, by the first who asks; others who ask meanwhile wait for it. Any thread. */
final class Once<T> implements Supplier<T> {
    private final FutureTask<T> task;

    /** @param how must not throw what people bring about */
    Once(Callable<T> how) {
        this.task = new FutureTask<>(how);
    }

    @Override
    public T get() {
        task.run();
        try {
            return task.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped before it was known", stopped);
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }
}
