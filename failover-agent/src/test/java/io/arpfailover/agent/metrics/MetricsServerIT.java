package io.arpfailover.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.Samples;
import io.arpfailover.agent.takeover.TakeoverFigures;
import io.arpfailover.coordinator.time.Clock;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The endpoint with real clients, some of which are slow. */
class MetricsServerIT {
    /** Until their time is up, they and those who wait behind them. */
    private static final Duration PATIENCE = Duration.ofSeconds(6L * MetricsServer.MOST_SECONDS);

    private final HttpClient client = HttpClient.newHttpClient();
    private MetricsServer server;

    @BeforeEach
    void open() throws IOException {
        server = MetricsServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), scrape());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void servesTheTextAndNothingElse() throws IOException, InterruptedException {
        HttpResponse<String> answer = ask("GET", "/metrics");
        assertEquals(200, answer.statusCode());
        assertEquals(
                Optional.of("text/plain; version=0.0.4; charset=utf-8"),
                answer.headers().firstValue("Content-Type"));
        assertEquals(7, ScrapeText.parse(answer.body()).value("arp_failover_epoch"));
        assertEquals("", ask("HEAD", "/metrics").body());
        assertEquals(405, ask("POST", "/metrics").statusCode());
        assertEquals(404, ask("GET", "/").statusCode());
        assertEquals(404, ask("GET", "/metrics/x").statusCode());
    }

    @Test
    void clientsThatNeverEndTheirRequestAreCutOff() throws IOException, InterruptedException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int clients = 0; clients < 3 * MetricsServer.MOST_CONNECTIONS; clients++) {
                Socket socket = new Socket(
                        server.address().getAddress(), server.address().getPort());
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            for (Socket socket : slow) {
                assertTrue(isCutOff(socket), "a slow client is still connected");
            }
            assertEquals(200, ask("GET", "/metrics").statusCode());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aPortInUseIsSaid() {
        assertThrows(BindException.class, () -> MetricsServer.open(server.address(), scrape()));
    }

    private static boolean isCutOff(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return !(reset instanceof SocketTimeoutException);
        }
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Scrape scrape() {
        Snapshot now = new Snapshot(Samples.holder(), new TakeoverFigures(0, true, Optional.empty(), 0, 0, 0));
        return new Scrape(
                "web",
                "a",
                "1.0",
                new Journal(1, 1),
                () -> 0,
                () -> CompletableFuture.completedFuture(now),
                Duration.ofSeconds(1),
                Clock.system());
    }
}
