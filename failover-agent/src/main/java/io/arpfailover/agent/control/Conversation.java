package io.arpfailover.agent.control;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of the control socket: a line in, a line out. Used by the control thread alone. */
final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /** Where it stands; see the package's diagram. */
    private enum State {
        READING,
        WAITING,
        WRITING,
        CLOSED
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ControlLimits limits;
    private final Function<ControlRequest, CompletableFuture<ControlResponse>> agent;
    /** One octet more than the longest line and its end, so that a longer one shows. */
    private final ByteBuffer in;

    private State state = State.READING;
    private MonotonicTime deadline;
    private CompletableFuture<ControlResponse> answer = new CompletableFuture<>();
    private ByteBuffer out = ByteBuffer.allocate(0);

    Conversation(
            SocketChannel channel,
            SelectionKey key,
            ControlLimits limits,
            Function<ControlRequest, CompletableFuture<ControlResponse>> agent,
            MonotonicTime now) {
        this.channel = channel;
        this.key = key;
        this.limits = limits;
        this.agent = agent;
        this.in = ByteBuffer.allocate(limits.lineOctets() + 1);
        this.deadline = now.plus(limits.transfer());
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    MonotonicTime nextTimeout() {
        return deadline;
    }

    /** Answers at once, before anything was read. */
    void refuse(String error, MonotonicTime now) {
        answer(new ControlResponse.Failed(error), now);
    }

    /** The channel has something for us, or room for more. */
    void onReady(MonotonicTime now) {
        try {
            switch (state) {
                case READING -> read(now);
                case WRITING -> write();
                case WAITING, CLOSED -> {}
            }
        } catch (IOException gone) {
            close();
        }
    }

    /** The agent may have answered, or time may be up. */
    void onTurn(MonotonicTime now) {
        boolean late = now.hasReached(deadline);
        switch (state) {
            case READING -> {
                if (late) {
                    refuse(
                            "no request came within " + limits.transfer().toSeconds() + " s: send one line of JSON",
                            now);
                }
            }
            case WAITING -> {
                if (answer.isDone()) {
                    answer(outcome(), now);
                } else if (late) {
                    refuse("the agent did not answer within " + limits.answer().toSeconds() + " s: see its log", now);
                }
            }
            case WRITING -> {
                if (late) {
                    close();
                }
            }
            case CLOSED -> {}
        }
    }

    void close() {
        become(State.CLOSED, 0, MonotonicTime.NEVER);
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("control close_failed error={}", e.toString());
        }
    }

    private void read(MonotonicTime now) throws IOException {
        boolean ended = channel.read(in) < 0;
        Optional<String> line = line();
        if (line.isPresent()) {
            ask(line.get(), now);
        } else if (!in.hasRemaining()) {
            refuse("the request is longer than " + limits.lineOctets() + " octets", now);
        } else if (ended) {
            close();
        }
    }

    private Optional<String> line() {
        for (int at = 0; at < in.position(); at++) {
            if (in.get(at) == '\n') {
                return Optional.of(new String(in.array(), 0, at, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private void ask(String line, MonotonicTime now) {
        Optional<ControlRequest> request = ControlJson.request(line);
        if (request.isEmpty()) {
            refuse("not a request: send one line such as {\"request\":\"status\"}", now);
            return;
        }
        become(State.WAITING, 0, now.plus(limits.answer()));
        answer = asked(request.get());
    }

    private CompletableFuture<ControlResponse> asked(ControlRequest request) {
        try {
            return agent.apply(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private ControlResponse outcome() {
        try {
            return answer.join();
        } catch (CompletionException | CancellationException e) {
            LOG.error("control request_failed", e);
            return new ControlResponse.Failed("the agent failed to answer: see its log");
        }
    }

    private void answer(ControlResponse response, MonotonicTime now) {
        out = StandardCharsets.UTF_8.encode(ControlJson.line(response) + "\n");
        become(State.WRITING, SelectionKey.OP_WRITE, now.plus(limits.transfer()));
        onReady(now);
    }

    private void write() throws IOException {
        channel.write(out);
        if (!out.hasRemaining()) {
            close();
        }
    }

    private void become(State next, int interest, MonotonicTime until) {
        state = next;
        deadline = until;
        if (key.isValid()) {
            key.interestOps(interest);
        }
    }
}
