package io.arpfailover.agent.metrics;

import io.arpfailover.coordinator.tenure.Move;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What happened since the last scrape, waiting to be counted. Any thread may add, and none waits: what finds no room is
 * only counted as lost.
 */
public final class Journal {
    private final BlockingQueue<Move> moves;
    private final BlockingQueue<CallTime> calls;
    private final LongAdder lost = new LongAdder();

    private record CallTime(String call, Duration time) {}

    /**
     * @param mostMoves how many moves wait at most, 1 or more
     * @param mostCalls how many times of calls wait at most, 1 or more
     */
    public Journal(int mostMoves, int mostCalls) {
        this.moves = new ArrayBlockingQueue<>(mostMoves);
        this.calls = new ArrayBlockingQueue<>(mostCalls);
    }

    /** The addresses moved here, and how long that took is known. */
    public void moved(Move move) {
        if (!moves.offer(move)) {
            lost.increment();
        }
    }

    /** ZooKeeper answered. */
    public void called(String call, Duration time) {
        if (!calls.offer(new CallTime(call, time))) {
            lost.increment();
        }
    }

    /** How many moves and times found no room. */
    long lost() {
        return lost.sum();
    }

    /** Hands over what waits, each once. */
    void empty(Consumer<Move> eachMove, BiConsumer<String, Duration> eachCall) {
        for (Move move = moves.poll(); move != null; move = moves.poll()) {
            eachMove.accept(move);
        }
        for (CallTime call = calls.poll(); call != null; call = calls.poll()) {
            eachCall.accept(call.call(), call.time());
        }
    }
}
