package io.arpfailover.agent.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves {@code /metrics} over HTTP, without authentication, on a few threads that nothing else needs.
 *
 * <p>A client gets {@value #MOST_SECONDS} s to send its request and as long to take the answer, then its connection is
 * closed; {@value #MOST_CONNECTIONS} may be open. A connection serves one request.
 */
public final class MetricsServer implements AutoCloseable {
    static final int MOST_SECONDS = 5;
    static final int MOST_CONNECTIONS = 16;

    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final int NO_BODY = -1;
    private static final String PATH = "/metrics";
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private MetricsServer(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Begins to serve.
     *
     * @throws IOException when nobody can listen there
     */
    public static MetricsServer open(InetSocketAddress listen, Scrape scrape) throws IOException {
        limit();
        HttpServer server = HttpServer.create(listen, BACKLOG);
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_CONNECTIONS),
                MetricsServer::daemon,
                new ThreadPoolExecutor.DiscardPolicy()); // Its connection is closed when its time is up.
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, scrape));
        server.start();
        return new MetricsServer(server, threads);
    }

    /** Where it listens; the port is the one it was given when it asked for any. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** The JDK's server reads its limits from here, when its first one is made, and from nowhere else. */
    private static void limit() {
        System.setProperty("sun.net.httpserver.maxReqTime", Integer.toString(MOST_SECONDS));
        System.setProperty("sun.net.httpserver.maxRspTime", Integer.toString(MOST_SECONDS));
        System.setProperty("sun.net.httpserver.maxReqHeaders", "64");
        System.setProperty("sun.net.httpserver.idleInterval", Integer.toString(MOST_SECONDS));
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(MOST_CONNECTIONS));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "metrics");
        thread.setDaemon(true);
        return thread;
    }

    private static void answer(HttpExchange exchange, Scrape scrape) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Connection", "close");
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
            } else if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(WRONG_METHOD, NO_BODY);
            } else {
                send(exchange, scrape.text().getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, byte[] text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", TYPE);
        boolean wanted = exchange.getRequestMethod().equals("GET");
        exchange.sendResponseHeaders(OK, wanted ? text.length : NO_BODY);
        if (wanted) {
            exchange.getResponseBody().write(text);
        }
    }
}
