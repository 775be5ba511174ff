package io.arpfailover.coordinator.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.util.List;
import java.util.Optional;

/** Which request has which answer, once the {@link Gate} let it in. What waits for ZooKeeper, waits here. */
final class Routes {
    static final String EVENTS = "/api/events";
    private static final String CLUSTERS = "/api/clusters";
    private static final String HISTORY = "history";

    private final Gate gate;
    private final Board board;
    private final Optional<String> readOnly;
    private final Source source;
    private final Pages pages = new Pages();

    /** What is read of and written to ZooKeeper for one request. */
    interface Source {
        /** A cluster as it is now, with its history; empty when there is none of this name. */
        Optional<ClusterReport> cluster(ClusterName name) throws StoreException;

        /** As {@link Wishes#fulfil}. */
        Reply fulfil(Request request, String kind, ClusterReport cluster) throws StoreException, InterruptedException;
    }

    /**
     * Routes.
     *
     * @param readOnly why nothing may be changed; empty when it may
     */
    Routes(Gate gate, Board board, Optional<String> readOnly, Source source) {
        this.gate = gate;
        this.board = board;
        this.readOnly = readOnly;
        this.source = source;
    }

    Reply answer(Request request) throws InterruptedException {
        return switch (request.method()) {
            case "GET", "HEAD" -> get(request);
            case "POST" -> post(request);
            default -> notAllowed(request, "GET, HEAD, POST");
        };
    }

    private Reply get(Request request) throws InterruptedException {
        if (request.path().equals(CLUSTERS)) {
            return Reply.json(200, board.everything());
        }
        if (request.path().startsWith(CLUSTERS + "/")) {
            return ofCluster(request);
        }
        boolean needless = request.path().equals(Gate.LOGIN) && !gate.hasLogin();
        return needless ? Reply.seeOther("/") : pages.at(request.path()).orElseGet(() -> notFound(request));
    }

    private Reply post(Request request) throws InterruptedException {
        if (gate.hasLogin() && request.path().equals(Gate.LOGIN)) {
            return gate.logIn(request);
        }
        if (gate.hasLogin() && request.path().equals(Gate.LOGOUT)) {
            return gate.logOut(request);
        }
        if (!request.path().startsWith(CLUSTERS + "/")) {
            return pages.at(request.path()).isPresent() || request.path().equals(CLUSTERS)
                    ? notAllowed(request, "GET, HEAD")
                    : notFound(request);
        }
        if (!request.holds("application/json")) {
            return Reply.refusal(request, 415, "the body must be application/json");
        }
        return readOnly.isPresent() ? Reply.refusal(request, 403, readOnly.get()) : ofCluster(request);
    }

    private Reply ofCluster(Request request) throws InterruptedException {
        List<String> parts =
                List.of(request.path().substring(CLUSTERS.length() + 1).split("/", -1));
        if (parts.size() > 2 || !ClusterName.isValid(parts.get(0)) || (request.isPost() && parts.size() != 2)) {
            return notFound(request);
        }
        if (!board.isLive()) {
            return Reply.refusal(request, 503, "no contact with ZooKeeper; check that it runs, and try again");
        }
        try {
            Optional<ClusterReport> cluster = source.cluster(new ClusterName(parts.get(0)));
            if (cluster.isEmpty()) {
                return Reply.refusal(request, 404, "there is no cluster " + parts.get(0));
            }
            return request.isPost()
                    ? source.fulfil(request, parts.get(1), cluster.get())
                    : shown(request, parts.subList(1, parts.size()), cluster.get());
        } catch (StoreException e) {
            return Reply.refusal(request, 503, e.getMessage());
        }
    }

    private static Reply shown(Request request, List<String> part, ClusterReport cluster) {
        if (part.isEmpty()) {
            return Reply.json(200, ClusterJson.of(cluster));
        }
        if (!part.get(0).equals(HISTORY)) {
            return notFound(request);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("moves", ClusterJson.history(cluster.history()));
        return Reply.json(200, json);
    }

    private static Reply notFound(Request request) {
        return Reply.refusal(request, 404, "there is nothing here of that name");
    }

    private static Reply notAllowed(Request request, String allowed) {
        return Reply.refusal(request, 405, "not with " + ClusterJson.clipped(request.method()))
                .with("Allow", allowed);
    }
}
