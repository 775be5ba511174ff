package io.arpfailover.agent.control;

import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The command line's end of the control socket: one connection for each question.
 *
 * <p>Every wait has a limit, so a frozen agent costs seconds. What goes wrong is a {@link ControlFailure}.
 */
public final class ControlClient {
    private static final int LONGEST_ANSWER_OCTETS = 4 * 1024 * 1024;
    private static final int CHUNK_OCTETS = 64 * 1024;
    private static final Duration SHORT = Duration.ofSeconds(5);
    /** The server gives up first, and says why. */
    private static final Duration LONG = ControlLimits.DEFAULT.answer().plus(SHORT);

    private final Path path;
    private final Duration patience;
    private final Duration switchoverPatience;
    private final Clock clock;

    public ControlClient(Path path) {
        this(path, SHORT, LONG, Clock.system());
    }

    ControlClient(Path path, Duration patience, Duration switchoverPatience, Clock clock) {
        this.path = path;
        this.patience = patience;
        this.switchoverPatience = switchoverPatience;
        this.clock = clock;
    }

    public AgentStatus status() throws ControlFailure {
        return ask(new ControlRequest.Status(), ControlResponse.Status.class, patience)
                .status();
    }

    public List<MoveReport> history() throws ControlFailure {
        return ask(new ControlRequest.History(), ControlResponse.History.class, patience)
                .moves();
    }

    /** The agent's neighbour cache, by address. */
    public List<NeighborReport> neighbors() throws ControlFailure {
        return ask(new ControlRequest.Neighbors(), ControlResponse.Neighbors.class, patience)
                .neighbors();
    }

    /** Returns when the move has ended, one way or the other. */
    public ControlResponse.Outcome switchover(Optional<NodeName> to, boolean force) throws ControlFailure {
        return decided(new ControlRequest.Switchover(to, force));
    }

    /** Returns when it is written. Without a node, it is about the server that is asked. */
    public ControlResponse.Outcome maintenance(Optional<NodeName> node, boolean on) throws ControlFailure {
        return decided(new ControlRequest.Maintenance(node, on));
    }

    public ControlResponse.Outcome pause() throws ControlFailure {
        return decided(new ControlRequest.Pause());
    }

    public ControlResponse.Outcome resume() throws ControlFailure {
        return decided(new ControlRequest.Resume());
    }

    /** Returns when the configuration was read again, and is in force as far as it can be. */
    public ControlResponse.Reloaded reload() throws ControlFailure {
        return ask(new ControlRequest.Reload(), ControlResponse.Reloaded.class, switchoverPatience);
    }

    /** Returns when the agent has ended: its socket is gone. */
    public ControlResponse.Outcome stop(boolean restart) throws ControlFailure {
        try (SocketEnd end = SocketEnd.watch(path)) {
            ControlResponse.Outcome answer = decided(new ControlRequest.Stop(restart));
            if (answer.done() && !end.comesWithin(switchoverPatience)) {
                throw new ControlFailure("the agent on " + path + " has not ended within "
                        + switchoverPatience.toSeconds() + " s: see its log");
            }
            return answer;
        }
    }

    private ControlResponse.Outcome decided(ControlRequest request) throws ControlFailure {
        return ask(request, ControlResponse.Outcome.class, switchoverPatience);
    }

    private <T extends ControlResponse> T ask(ControlRequest request, Class<T> expected, Duration within)
            throws ControlFailure {
        String line = exchange(ControlJson.line(request), within);
        ControlResponse response = ControlJson.response(line).orElseThrow(this::notUnderstood);
        if (response instanceof ControlResponse.Failed failed) {
            throw new ControlFailure("the agent on " + path + " answers: " + failed.error());
        }
        if (!expected.isInstance(response)) {
            throw notUnderstood();
        }
        return expected.cast(response);
    }

    private String exchange(String line, Duration within) throws ControlFailure {
        MonotonicTime deadline = clock.now().plus(within);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            connect(channel, within);
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            write(channel, selector, deadline, line);
            key.interestOps(SelectionKey.OP_READ);
            return read(channel, selector, deadline).orElseThrow(() -> tooLate(within));
        } catch (IOException e) {
            throw new ControlFailure(
                    "the agent on " + path + " broke off (" + e.getMessage() + "): see its log, and try again", e);
        }
    }

    /** Does not wait: a queue of clients that is full is one that nobody empties. */
    private void connect(SocketChannel channel, Duration within) throws ControlFailure {
        try {
            if (!channel.connect(UnixDomainSocketAddress.of(path))) {
                throw tooLate(within);
            }
        } catch (IOException e) {
            throw unreachable(e, within);
        }
    }

    /** A server that refuses us may close before it has read the request: its answer then says why. */
    private void write(SocketChannel channel, Selector selector, MonotonicTime deadline, String line)
            throws IOException {
        ByteBuffer out = StandardCharsets.UTF_8.encode(line + "\n");
        while (out.hasRemaining() && isReady(selector, deadline)) {
            try {
                channel.write(out);
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Empty when time is up before the whole line is here. */
    private Optional<String> read(SocketChannel channel, Selector selector, MonotonicTime deadline)
            throws IOException, ControlFailure {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_OCTETS);
        while (isReady(selector, deadline)) {
            boolean ended = channel.read(chunk.clear()) < 0;
            line.write(chunk.array(), 0, chunk.position());
            boolean whole = chunk.position() > 0 && chunk.get(chunk.position() - 1) == '\n';
            if (whole) {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            if (ended || line.size() > LONGEST_ANSWER_OCTETS) {
                throw notUnderstood();
            }
        }
        return Optional.empty();
    }

    private boolean isReady(Selector selector, MonotonicTime deadline) throws IOException {
        long left = clock.now().until(deadline).toMillis();
        selector.selectedKeys().clear();
        return left > 0 && selector.select(left) > 0;
    }

    private ControlFailure unreachable(IOException e, Duration within) {
        String start = ": start it with 'failover-agent run' as root";
        if (Files.notExists(path)) {
            return new ControlFailure("no agent answers on " + path + start, e);
        }
        if (!Files.isWritable(path)) {
            return new ControlFailure("no permission to open " + path + ": run this command as root", e);
        }
        return e instanceof ConnectException
                ? new ControlFailure("no agent answers on " + path + ", which a dead one left" + start, e)
                : tooLate(within);
    }

    private ControlFailure tooLate(Duration within) {
        return new ControlFailure("the agent on " + path + " did not answer within " + within.toSeconds()
                + " s: see its log, and restart it if it hangs");
    }

    private ControlFailure notUnderstood() {
        return new ControlFailure("what answers on " + path
                + " does not speak this version's language: restart the agent after an upgrade");
    }
}
