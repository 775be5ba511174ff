package io.arpfailover.coordinator.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Wish;
import io.arpfailover.coordinator.zookeeper.ClusterFeed;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import io.arpfailover.coordinator.zookeeper.SwitchoverDesk;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators at the page want of one cluster: asked of the members, or written down. Waits for the end. */
final class Wishes {
    /** Conflict detection with the times of RFC 5227 takes nine seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Longer than the desk and the calls behind it take. */
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private static final Logger log = LoggerFactory.getLogger(Wishes.class);
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final ClusterFeed feed;

    Wishes(ClusterFeed feed) {
        this.feed = feed;
    }

    /** A request that makes no sense; the message says why in one line. */
    private static final class Senseless extends Exception {
        private static final long serialVersionUID = 1L;

        Senseless(String message) {
            super(message);
        }
    }

    /**
     * Fulfils a wish and says what became of it: 200 when it is done, 409 when it was refused.
     *
     * @param kind the last part of the path
     */
    Reply fulfil(Request request, String kind, ClusterReport cluster) throws StoreException, InterruptedException {
        try {
            JsonNode body = body(request);
            Optional<String> moved = movedMeanwhile(body, cluster);
            if (moved.isPresent()) {
                return reply(request, kind, cluster, new SwitchoverDesk.Reply(false, moved.get()));
            }
            return switch (kind) {
                case "switchover" -> reply(request, kind, cluster, switchover(request, body, cluster));
                case "maintenance" -> reply(request, kind, cluster, write(cluster, maintenance(body)));
                case "pause" -> reply(request, kind, cluster, write(cluster, pause(request, body)));
                default -> Reply.refusal(request, 404, "there is nothing here of that name");
            };
        } catch (Senseless e) {
            return Reply.refusal(request, 400, e.getMessage());
        }
    }

    private SwitchoverDesk.Reply switchover(Request request, JsonNode body, ClusterReport cluster)
            throws Senseless, StoreException, InterruptedException {
        Optional<NodeName> to = body.has("to") ? Optional.of(node(body, "to")) : Optional.empty();
        boolean force = body.has("force") && flag(body, "force");
        return await(feed.desk(cluster.name(), PATIENCE).ask(cluster.situation(), to, force, request.asker()));
    }

    private SwitchoverDesk.Reply write(ClusterReport cluster, Wish wish) throws StoreException, InterruptedException {
        Optional<String> refusal = wish.refusal(cluster.situation());
        if (refusal.isEmpty()) {
            await(feed.directory().writeIntent(cluster.name(), wish::appliedTo));
        }
        return new SwitchoverDesk.Reply(refusal.isEmpty(), refusal.orElseGet(wish::done));
    }

    private static Wish maintenance(JsonNode body) throws Senseless {
        NodeName node = node(body, "node");
        return flag(body, "on") ? new Wish.Maintain(node) : new Wish.Serve(node);
    }

    private static Wish pause(Request request, JsonNode body) throws Senseless {
        return flag(body, "on") ? new Wish.Pause(request.asker()) : new Wish.Resume();
    }

    /** A page that is behind would move the addresses away from where somebody just moved them. */
    private static Optional<String> movedMeanwhile(JsonNode body, ClusterReport cluster) throws Senseless {
        if (!body.has("epoch")) {
            return Optional.empty();
        }
        if (!body.get("epoch").isIntegralNumber()) {
            throw new Senseless("'epoch' is not a whole number");
        }
        long now = cluster.tenure().tenure().epoch();
        return body.get("epoch").asLong() == now
                ? Optional.empty()
                : Optional.of("the addresses have moved meanwhile (epoch " + now + "); look again");
    }

    private static Reply reply(Request request, String kind, ClusterReport cluster, SwitchoverDesk.Reply outcome) {
        log.info(
                "cluster={} console={} by=\"{}\" done={} because=\"{}\"",
                cluster.name(),
                kind,
                request.asker(),
                outcome.done(),
                outcome.because());
        return Reply.json(
                outcome.done() ? 200 : 409,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("done", outcome.done())
                        .put("because", ClusterJson.clipped(outcome.because())));
    }

    private static JsonNode body(Request request) throws Senseless {
        try {
            JsonNode body = JSON.readTree(request.body());
            if (!body.isObject()) {
                throw new Senseless("the body is not a JSON object");
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new Senseless("the body is not JSON");
        }
    }

    private static NodeName node(JsonNode body, String field) throws Senseless {
        try {
            return new NodeName(body.path(field).asText(""));
        } catch (IllegalArgumentException e) {
            throw new Senseless("'" + field + "' is " + ClusterJson.clipped(e.getMessage()));
        }
    }

    private static boolean flag(JsonNode body, String field) throws Senseless {
        if (!body.path(field).isBoolean()) {
            throw new Senseless("'" + field + "' is neither true nor false");
        }
        return body.get(field).booleanValue();
    }

    private static <T> T await(CompletableFuture<T> result) throws StoreException, InterruptedException {
        try {
            return result.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException oneLine) {
                throw oneLine;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a call to ZooKeeper had no end", e);
        }
    }
}
