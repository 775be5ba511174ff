package io.arpfailover.coordinator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private static final Gate GATE =
            new Gate(Set.of(), Optional.empty(), false, new Sessions(() -> null, 1), new Attempts(() -> null, 1));
    private final Board board = new Board(InstantSource.system(), "zk:2181", Optional.empty(), false);
    private final Routes routes = routes(Optional.empty());

    @ParameterizedTest
    @CsvSource({
        "GET, /, 200",
        "HEAD, /, 200",
        "GET, /console.css, 200",
        "GET, /console.js, 200",
        "GET, /icon.svg, 200",
        "GET, /nothing, 404",
        "GET, /../etc/passwd, 404",
        "GET, '', 404",
        "GET, /login, 303",
        "POST, /login, 405",
        "PUT, /, 405",
        "DELETE, /api/clusters/web, 405",
        "POST, /, 405",
        "POST, /api/clusters, 405",
        "GET, /api/clusters, 200",
        "GET, /api/clusters/web, 200",
        "GET, /api/clusters/web/history, 200",
        "GET, /api/clusters/web/switchover, 404",
        "GET, /api/clusters/web/history/1, 404",
        "GET, /api/clusters/wbe, 404",
        "GET, /api/clusters/WEB, 404",
        "GET, /api/clusters/%2e%2e/x, 404",
        "POST, /api/clusters/web/pause, 202",
        "POST, /api/clusters/wbe/pause, 404",
        "POST, /api/clusters/web, 404"
    })
    void eachRequestHasItsAnswer(String method, String path, int status) throws Exception {
        board.complete();
        Reply reply = routes.answer(GateTest.request(method, path, "{}", "content-type", "application/json"));
        assertEquals(status, reply.status(), reply::body);
        assertTrue(status < 400 || reply.body().lines().count() == 1, reply::body);
    }

    @Test
    void aBodyThatIsNoJsonIsRefused() throws Exception {
        board.complete();
        assertEquals(
                415,
                routes.answer(GateTest.request("POST", "/api/clusters/web/pause", "{}"))
                        .status());
    }

    @Test
    void nothingIsChangedWhereNobodyIsAsked() throws Exception {
        board.complete();
        Request post = GateTest.request("POST", "/api/clusters/web/pause", "{}", "content-type", "application/json");
        Reply reply = routes(Optional.of("only shows")).answer(post);
        assertEquals(403, reply.status());
        assertEquals("{\"error\":\"only shows\"}", reply.body());
    }

    @Test
    void withoutZooKeeperTheBoardIsAllThereIs() throws Exception {
        assertEquals(
                200, routes.answer(GateTest.request("GET", "/api/clusters", "")).status());
        assertEquals(
                503,
                routes.answer(GateTest.request("GET", "/api/clusters/web", "")).status());
    }

    private Routes routes(Optional<String> readOnly) {
        return new Routes(GATE, board, readOnly, new Routes.Source() {
            @Override
            public Optional<ClusterReport> cluster(ClusterName name) {
                return name.text().equals("web") ? Optional.of(Reports.held()) : Optional.empty();
            }

            @Override
            public Reply fulfil(Request request, String kind, ClusterReport cluster) {
                return Reply.refusal(request, 202, kind);
            }
        });
    }

    @Test
    void readersAreBoundedAndToldEverything() throws Exception {
        board.changed(List.of(Reports.held()), Set.of());
        EventStream first = board.read().orElseThrow();
        for (int more = 1; more < Board.MOST_READERS; more++) {
            assertTrue(board.read().isPresent());
        }
        assertTrue(board.read().isEmpty());
        String frame = first.next(Duration.ZERO).orElseThrow();
        assertTrue(frame.startsWith("event: snapshot\ndata: {") && frame.contains("\"cluster\":\"web\""), frame);
        board.changed(List.of(), Set.of(new ClusterName("web")));
        String gone = first.next(Duration.ZERO).orElseThrow();
        assertTrue(gone.startsWith("event: change\n") && gone.contains("\"gone\":[\"web\"]"), gone);
        board.close();
        assertTrue(first.next(Duration.ZERO).isEmpty());
    }
}
