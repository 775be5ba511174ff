package io.arpfailover.agent.control;

import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's end of the control socket.
 *
 * <p>One daemon thread, named {@code control}, accepts, reads, writes and keeps the time; it waits only in its
 * selector. {@link #close} may be called from any other thread.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    /** How long to leave new clients waiting when the system cannot give us another file descriptor. */
    private static final Duration ACCEPT_PAUSE = Duration.ofSeconds(1);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final SocketFile file;
    private final ServerSocketChannel listener;
    private final Selector selector;
    private final SelectionKey accepting;
    private final ControlHandler handler;
    private final ControlLimits limits;
    private final Clock clock;
    private final Thread thread;

    private final List<Conversation> conversations = new ArrayList<>();
    private MonotonicTime acceptAgainAt = MonotonicTime.NEVER;
    private volatile boolean closing;

    private ControlServer(
            SocketFile file, ServerSocketChannel listener, ControlHandler handler, ControlLimits limits, Clock clock)
            throws IOException {
        this.file = file;
        this.listener = listener;
        this.handler = handler;
        this.limits = limits;
        this.clock = clock;
        this.selector = Selector.open();
        this.accepting = listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(this::serve, "control");
        thread.setDaemon(true);
    }

    /**
     * Takes the socket's path and begins to answer there.
     *
     * @throws ControlFailure when another agent has the path, or it cannot be used
     */
    public static ControlServer open(Path path, ControlHandler handler) throws ControlFailure {
        return open(path, handler, ControlLimits.DEFAULT, Clock.system());
    }

    static ControlServer open(Path path, ControlHandler handler, ControlLimits limits, Clock clock)
            throws ControlFailure {
        SocketFile file = SocketFile.claim(path);
        try {
            ControlServer server = new ControlServer(file, file.listen(limits.connections()), handler, limits, clock);
            server.thread.start();
            LOG.info("control listening socket={}", path);
            return server;
        } catch (ControlFailure e) {
            file.release();
            throw e;
        } catch (IOException e) {
            file.release();
            throw new ControlFailure("cannot listen on " + path + " (" + e + "): see the system's limits", e);
        }
    }

    /** Stops answering, removes the socket and gives its path up. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try (file;
                listener;
                selector) {
            while (!closing) {
                turn();
            }
            conversations.forEach(Conversation::close);
        } catch (IOException | RuntimeException e) {
            LOG.error("control stopped error=\"{}\" remedy=\"restart the agent to command it again\"", e.toString(), e);
        }
    }

    private void turn() throws IOException {
        selector.select(untilNextTimeout());
        MonotonicTime now = clock.now();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof Conversation conversation) {
                conversation.onReady(now);
            } else {
                accept(now);
            }
        }
        selector.selectedKeys().clear();
        conversations.forEach(conversation -> conversation.onTurn(now));
        conversations.removeIf(Conversation::isClosed);
        if (now.hasReached(acceptAgainAt)) {
            acceptAgainAt = MonotonicTime.NEVER;
            accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** In milliseconds, rounded up, as a selector wants it: 0 is for ever. */
    private long untilNextTimeout() {
        MonotonicTime next =
                conversations.stream().map(Conversation::nextTimeout).reduce(acceptAgainAt, MonotonicTime::earliest);
        return next.equals(MonotonicTime.NEVER)
                ? 0
                : Math.max(1, clock.now().until(next).toMillis() + 1);
    }

    private void accept(MonotonicTime now) {
        try {
            SocketChannel client = listener.accept();
            if (client != null) {
                converse(client, now);
            }
        } catch (IOException e) {
            LOG.warn("control accept_failed error=\"{}\" again_in={}ms", e.toString(), ACCEPT_PAUSE.toMillis());
            accepting.interestOps(0);
            acceptAgainAt = now.plus(ACCEPT_PAUSE);
        }
    }

    private void converse(SocketChannel client, MonotonicTime now) throws IOException {
        client.configureBlocking(false);
        SelectionKey key = client.register(selector, SelectionKey.OP_READ);
        Conversation conversation = new Conversation(client, key, limits, this::ask, now);
        key.attach(conversation);
        if (conversations.size() >= limits.connections()) {
            conversation.refuse("more than " + limits.connections() + " clients at one time: try again", now);
            conversation.close();
        } else {
            conversations.add(conversation);
        }
    }

    private CompletableFuture<ControlResponse> ask(ControlRequest request) {
        CompletableFuture<ControlResponse> answer = handler.handle(request);
        // The copy that is returned would be done only after the wake-up; the thread looks at the original.
        CompletableFuture<ControlResponse> unused = answer.whenComplete((done, failed) -> selector.wakeup());
        return answer;
    }
}
