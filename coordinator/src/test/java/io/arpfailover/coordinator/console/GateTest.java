package io.arpfailover.coordinator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private static final String SECRET = "0123456789abcdef+/=";
    private MonotonicTime now = new MonotonicTime(0);
    private final Attempts attempts = new Attempts(() -> now, 2);
    private final Sessions sessions = new Sessions(() -> now, 2);
    private final Gate open = new Gate(Set.of("coord1"), Optional.empty(), false, sessions, attempts);
    private final Gate guarded = new Gate(Set.of("coord1"), Optional.of(Token.of(SECRET)), true, sessions, attempts);

    static Request request(String method, String path, String body, String... headers) {
        Map<String, String> all = new TreeMap<>(Map.of("host", "127.0.0.1:8227"));
        for (int index = 0; index < headers.length; index += 2) {
            all.put(headers[index], headers[index + 1]);
        }
        return new Request(method, path, all, body, InetAddress.getLoopbackAddress(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8227, 0",
        "localhost:9000, 0",
        "LOCALHOST, 0",
        "[::1]:8227, 0",
        "10.0.0.7:8227, 0",
        "coord1:8227, 0",
        "evil.example:8227, 421",
        "127.0.0.1.evil.example, 421",
        "'', 421",
        "'127.0.0.1,evil.example', 421"
    })
    void onlyOwnNamesAreAnsweredTo(String host, int refusal) {
        assertEquals(refusal, status(open.refusal(request("GET", "/", "", "host", host))));
    }

    @Test
    void anotherSitesPageAsksNothingOfTheInterfaceForPrograms() {
        assertEquals(403, status(open.refusal(request("GET", "/api/clusters", "", "sec-fetch-site", "cross-site"))));
        assertEquals(403, status(open.refusal(request("GET", "/api/events", "", "sec-fetch-site", "same-site"))));
        assertEquals(0, status(open.refusal(request("GET", "/api/events", "", "sec-fetch-site", "same-origin"))));
        assertEquals(0, status(open.refusal(request("GET", "/", "", "sec-fetch-site", "cross-site"))), "a link to us");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8227, 1, 0", "https://127.0.0.1:8227, 1, 0", "'', 1, 0", "'', '', 403",
        "http://127.0.0.1:8227, '', 403", "http://127.0.0.1:9000, 1, 403", "http://evil.example, 1, 403", "null, 1, 403"
    })
    void aPostComesFromThisOriginAndBearsOurHeader(String origin, String header, int refusal) {
        Map<String, String> headers = new TreeMap<>(Map.of("host", "127.0.0.1:8227"));
        Map.of("origin", origin, "x-console", header).forEach((name, value) -> {
            if (!value.isEmpty()) {
                headers.put(name, value);
            }
        });
        Request request = new Request(
                "POST", "/api/clusters/web/pause", headers, "{}", InetAddress.getLoopbackAddress(), Optional.empty());
        assertEquals(refusal, status(open.refusal(request)));
    }

    @Test
    void theTokenOpens() {
        assertEquals(401, status(guarded.refusal(request("GET", "/api/clusters", ""))));
        assertEquals(303, status(guarded.refusal(request("GET", "/", ""))));
        assertEquals(0, status(guarded.refusal(request("GET", "/login", ""))));
        assertEquals(
                0, status(guarded.refusal(request("GET", "/api/clusters", "", "authorization", "Bearer " + SECRET))));
        for (String wrong : new String[] {"Bearer x", "Basic " + SECRET, "Bearer", SECRET}) {
            assertEquals(401, status(guarded.refusal(request("GET", "/api/clusters", "", "authorization", wrong))));
        }
    }

    @Test
    void aFormTradesTheTokenForASession() {
        Reply reply = guarded.logIn(form("token=" + "0123456789abcdef%2B%2F%3D"));
        assertEquals("/", reply.headers().get("Location"));
        String cookie = reply.headers().get("Set-Cookie");
        assertTrue(cookie.endsWith("; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure"), cookie);
        Request later = request("GET", "/api/clusters", "", "cookie", "other=1; " + cookie.split(";", 2)[0]);
        assertEquals(0, status(guarded.refusal(later)));
        now = now.plus(Sessions.LENGTH);
        assertEquals(401, status(guarded.refusal(later)), "until it ends");
    }

    @Test
    void loggingOutEndsTheSession() {
        String cookie = "console=" + sessions.open();
        guarded.logOut(request("POST", "/logout", "", "cookie", cookie));
        assertEquals(401, status(guarded.refusal(request("GET", "/api/clusters", "", "cookie", cookie))));
    }

    @ParameterizedTest
    @CsvSource({"token=wrong", "token=%zz", "secret=0123456789abcdef", "''"})
    void aWrongFormOpensNothing(String body) {
        Reply reply = guarded.logIn(form(body));
        assertEquals("/login#wrong", reply.headers().get("Location"));
        assertFalse(reply.headers().containsKey("Set-Cookie"));
    }

    @Test
    void tenWrongOnesAreEnoughForAMinute() {
        for (int attempt = 0; attempt < Attempts.MOST; attempt++) {
            guarded.logIn(form("token=wrong"));
        }
        assertEquals(429, status(guarded.refusal(form("token=" + SECRET))));
        assertEquals(
                429, status(guarded.refusal(request("GET", "/api/clusters", "", "authorization", "Bearer " + SECRET))));
        String cookie = "console=" + sessions.open();
        assertEquals(0, status(guarded.refusal(request("GET", "/api/clusters", "", "cookie", cookie))), "who is in");
        now = now.plus(Attempts.WINDOW);
        assertEquals(0, status(guarded.refusal(form("token=" + SECRET))));
    }

    @Test
    void whatIsRememberedIsBounded() throws Exception {
        for (int attempt = 0; attempt < Attempts.MOST; attempt++) {
            attempts.failed(InetAddress.getByName("10.0.0.1"));
        }
        attempts.failed(InetAddress.getByName("10.0.0.2"));
        assertTrue(attempts.areTooMany(InetAddress.getByName("10.0.0.1")));
        attempts.failed(InetAddress.getByName("10.0.0.3"));
        assertFalse(attempts.areTooMany(InetAddress.getByName("10.0.0.1")), "the oldest makes room");
        String first = sessions.open();
        sessions.open();
        assertTrue(sessions.isOpen(first));
        sessions.open();
        assertFalse(sessions.isOpen(first));
        assertEquals(Duration.ofHours(12), Sessions.LENGTH);
    }

    private static Request form(String body) {
        return request("POST", "/login", body, "content-type", "application/x-www-form-urlencoded");
    }

    private static int status(Optional<Reply> refusal) {
        refusal.filter(reply -> reply.status() >= 400)
                .ifPresent(reply -> assertEquals(1, reply.body().lines().count()));
        return refusal.map(Reply::status).orElse(0);
    }
}
