package io.arpfailover.coordinator.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.FeedListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All clusters as they were last told, and the readers who are told of each change. Any thread; never waits. */
final class Board implements FeedListener {
    static final int MOST_READERS = 64;
    /** Changes arrive in batches, so that this many are seconds of them. */
    private static final int MOST_WAITING = 256;

    private static final Logger log = LoggerFactory.getLogger(Board.class);

    private final InstantSource time;
    private final ObjectNode settings;
    private final SortedMap<String, ObjectNode> clusters = new TreeMap<>();
    private final List<EventStream> readers = new ArrayList<>();
    private Link link = Link.CONNECTING;
    private long linkSince;
    private Optional<String> trouble = Optional.empty();
    private boolean closed;

    /** How what is on the board relates to what is in ZooKeeper. */
    private enum Link {
        CONNECTING,
        LIVE,
        LOST
    }

    /**
     * An empty board.
     *
     * @param zookeeper where the clusters are read, for people
     * @param readOnly why nothing can be changed; empty when something can
     * @param login whether there is a session that can be ended
     */
    Board(InstantSource time, String zookeeper, Optional<String> readOnly, boolean login) {
        this.time = time;
        this.linkSince = time.millis();
        this.settings = JsonNodeFactory.instance
                .objectNode()
                .put("zookeeper", ClusterJson.clipped(zookeeper))
                .put("readOnly", readOnly.orElse(null))
                .put("login", login);
    }

    @Override
    public synchronized void changed(List<ClusterReport> changed, Set<ClusterName> gone) {
        List<ObjectNode> news = changed.stream().map(Board::json).toList();
        news.forEach(cluster -> clusters.put(cluster.get("cluster").textValue(), cluster));
        gone.forEach(name -> clusters.remove(name.text()));
        tell(news, gone);
    }

    @Override
    public synchronized void complete() {
        become(Link.LIVE, Optional.empty());
    }

    @Override
    public synchronized void disconnected() {
        if (link != Link.LOST) {
            become(Link.LOST, Optional.empty());
        }
    }

    @Override
    public synchronized void failed(String what) {
        log.warn("console-feed=failed because=\"{}\"", what);
        become(link, Optional.of(what));
    }

    /** A new reader, whose first event is everything; empty when there are too many. */
    synchronized Optional<EventStream> read() {
        if (closed || readers.size() >= MOST_READERS) {
            return Optional.empty();
        }
        EventStream reader = new EventStream(MOST_WAITING);
        reader.tell(EventStream.frame("snapshot", everything().toString()));
        readers.add(reader);
        return Optional.of(reader);
    }

    synchronized void leave(EventStream reader) {
        readers.remove(reader);
    }

    /** Ends every reader's stream. */
    synchronized void close() {
        closed = true;
        readers.forEach(EventStream::cut);
    }

    synchronized boolean isLive() {
        return link == Link.LIVE;
    }

    /** Everything on the board. */
    synchronized ObjectNode everything() {
        return message(clusters.values());
    }

    private static ObjectNode json(ClusterReport cluster) {
        ObjectNode json = ClusterJson.of(cluster);
        json.set("lastMoves", ClusterJson.history(cluster.history()));
        return json;
    }

    private void become(Link now, Optional<String> because) {
        if (link != now) {
            linkSince = time.millis();
        }
        link = now;
        trouble = because;
        tell(List.of(), Set.of());
    }

    private void tell(Collection<ObjectNode> news, Set<ClusterName> gone) {
        ObjectNode message = message(news);
        ArrayNode names = message.putArray("gone");
        gone.forEach(name -> names.add(name.text()));
        String frame = EventStream.frame("change", message.toString());
        readers.forEach(reader -> reader.tell(frame));
    }

    private ObjectNode message(Collection<ObjectNode> some) {
        ObjectNode message = settings.deepCopy().put("nowEpochMillis", time.millis());
        message.putObject("link")
                .put("state", link.name().toLowerCase(Locale.ROOT))
                .put("sinceEpochMillis", linkSince)
                .put("trouble", trouble.map(ClusterJson::clipped).orElse(null));
        message.putArray("clusters").addAll(some);
        return message;
    }
}
