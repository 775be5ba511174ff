package io.arpfailover.coordinator.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between the JDK's HTTP server and the {@link Routes}: reads requests whole, writes answers, and keeps streams going. */
final class Exchanges {
    /**
     * No script, style, image or connection but our own; no frame around us; no markup made from text. With a referrer
     * policy of "no-referrer" browsers would send "Origin: null" with the login form.
     */
    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Frame-Options",
            "DENY",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(10);
    private static final int LONGEST_PERSON = 64;
    private static final Logger log = LoggerFactory.getLogger(Exchanges.class);

    private final Gate gate;
    private final Board board;
    private final Routes routes;

    Exchanges(Gate gate, Board board, Routes routes) {
        this.gate = gate;
        this.board = board;
        this.routes = routes;
    }

    /** Answers one request; a reader of events is kept until it goes. */
    void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ALWAYS.forEach(exchange.getResponseHeaders()::set);
            Request request = read(exchange);
            Optional<Reply> refusal = tooLong(request).or(() -> gate.refusal(request));
            if (refusal.isPresent()) {
                write(exchange, refusal.get());
            } else if (request.path().equals(Routes.EVENTS) && request.method().equals("GET")) {
                stream(exchange, request);
            } else {
                write(exchange, routes.answer(request));
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            log.error("console=failed path=\"{}\"", exchange.getRequestURI().getRawPath(), bug);
        }
    }

    private void stream(HttpExchange exchange, Request request) throws IOException, InterruptedException {
        Optional<EventStream> reader = board.read();
        if (reader.isEmpty()) {
            write(
                    exchange,
                    Reply.refusal(request, 503, Board.MOST_READERS + " pages are open already; close one")
                            .with("Retry-After", "10"));
            return;
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            Optional<String> next = reader.get().next(BETWEEN_SIGNS);
            while (next.isPresent()) {
                out.write(next.get().getBytes(StandardCharsets.UTF_8));
                out.flush();
                next = reader.get().next(BETWEEN_SIGNS);
            }
        } catch (IOException readerIsGone) {
            log.debug("console=reader-gone");
        } finally {
            board.leave(reader.get());
        }
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        boolean silent = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(reply.status(), silent ? -1 : body.length);
        if (!silent) {
            exchange.getResponseBody().write(body);
        }
    }

    /** One octet more than may be is enough to see that it is too long. */
    private static Request read(HttpExchange exchange) throws IOException {
        String body;
        try (InputStream in = exchange.getRequestBody()) {
            body = new String(in.readNBytes(Request.LONGEST_BODY + 1), StandardCharsets.UTF_8);
        }
        return new Request(
                exchange.getRequestMethod(),
                Optional.ofNullable(exchange.getRequestURI().getRawPath()).orElse(""),
                headers(exchange.getRequestHeaders()),
                body,
                exchange.getRemoteAddress().getAddress(),
                person(exchange));
    }

    private static Map<String, String> headers(Headers given) {
        Map<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, List<String>> header : given.entrySet()) {
            headers.put(header.getKey().toLowerCase(Locale.ROOT), String.join(",", header.getValue()));
        }
        return headers;
    }

    private static Optional<Reply> tooLong(Request request) {
        return request.body().getBytes(StandardCharsets.UTF_8).length > Request.LONGEST_BODY
                ? Optional.of(Reply.refusal(request, 413, "a body may have " + Request.LONGEST_BODY + " octets"))
                : Optional.empty();
    }

    /** The common name of the certificate that the client has shown, as far as it is plain. */
    private static Optional<String> person(HttpExchange exchange) {
        if (!(exchange instanceof HttpsExchange encrypted)) {
            return Optional.empty();
        }
        try {
            LdapName subject =
                    new LdapName(encrypted.getSSLSession().getPeerPrincipal().getName());
            return subject.getRdns().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .map(Rdn::getValue)
                    .map(name -> name.toString().replaceAll("[^\\w .@-]", "?"))
                    .map(name -> name.substring(0, Math.min(name.length(), LONGEST_PERSON)))
                    .findFirst();
        } catch (SSLPeerUnverifiedException | InvalidNameException nobodyKnown) {
            return Optional.empty();
        }
    }
}
