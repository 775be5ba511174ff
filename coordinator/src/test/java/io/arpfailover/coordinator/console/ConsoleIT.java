package io.arpfailover.coordinator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.arpfailover.coordinator.console.ConsoleSettings.Setting;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console over HTTP, with a real ZooKeeper and records that members wrote. */
@Timeout(120)
class ConsoleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char[] PASSWORD = "console".toCharArray();

    @TempDir
    private Path directory;

    private HttpClient client = HttpClient.newHttpClient();

    @Test
    void changesArriveAndWishesAreWritten() throws Exception {
        try (ConsoleLab lab = new ConsoleLab(directory, Map.of());
                BufferedReader events = events(lab)) {
            ConsoleLab.Server a = lab.join("web", "a", "10.77.0.100/24", "");
            ConsoleLab.Server b = lab.join("web", "b", "10.77.0.100/24", "");
            a.hold(Mode.PAIRED, "b", "first", 1_700_000_000_000L);
            a.moved(1, "b", "first", 1_700_000_000_000L, 0, 2_000);
            awaitEvent(events, "\"holder\":\"a\"", "\"protection\":\"PROTECTED\"", "\"lastMoves\":[{\"epoch\":1");
            assertEquals(
                    "a", get(lab, "/api/clusters", 200).at("/clusters/0/holder").textValue());
            assertEquals(
                    2_000,
                    get(lab, "/api/clusters/web/history", 200)
                            .at("/moves/0/phaseMicros/claimed")
                            .intValue());

            b.onIntent(intent -> intent.openSwitchover()
                    .ifPresent(open -> b.later(known -> known.closed(open.ended(Outcome.DONE, "b holds")))));
            assertEquals(
                    "{\"done\":true,\"because\":\"b holds\"}",
                    post(lab, "switchover", "{\"to\":\"b\",\"epoch\":1}", 200).toString());
            assertTrue(a.change(intent -> intent)
                    .switchover()
                    .orElseThrow()
                    .by()
                    .equals("somebody at 127.0.0.1 (console)"));
            assertTrue(post(lab, "switchover", "{\"to\":\"b\",\"epoch\":0}", 409)
                    .get("because")
                    .textValue()
                    .startsWith("the addresses have moved meanwhile (epoch 1)"));
            assertTrue(post(lab, "switchover", "{\"to\":\"c\"}", 409)
                    .get("because")
                    .textValue()
                    .startsWith("c is not connected"));

            post(lab, "maintenance", "{\"node\":\"b\",\"on\":true}", 200);
            post(lab, "pause", "{\"on\":true}", 200);
            Intent intent = a.change(same -> same);
            assertTrue(intent.isPaused() && intent.isInMaintenance(new NodeName("b")));
            awaitEvent(events, "\"protection\":\"UNPROTECTED\"", "Paused by somebody");

            b.hold(Mode.PAIRED, "a", "a was lost", 1_700_000_100_000L);
            awaitEvent(events, "\"holder\":\"b\"", "\"epoch\":2");
        }
    }

    @Test
    void senselessRequestsAreRefusedInOneLine() throws Exception {
        try (ConsoleLab lab = new ConsoleLab(directory, Map.of())) {
            lab.join("web", "a", "10.77.0.100/24", "");
            awaitLive(lab);
            Map.of(
                            "{", "the body is not JSON",
                            "[]", "the body is not a JSON object",
                            "{\"on\":1}", "'on' is neither true nor false",
                            "{\"on\":true} x", "the body is not JSON",
                            "{\"on\":true,\"epoch\":\"x\"}", "'epoch' is not a whole number")
                    .forEach((body, why) -> assertTrue(
                            uncheckedPost(lab, "pause", body, 400)
                                    .get("error")
                                    .textValue()
                                    .contains(why),
                            body));
            assertTrue(post(lab, "maintenance", "{\"node\":\"B!\",\"on\":true}", 400)
                    .get("error")
                    .textValue()
                    .startsWith("'node' is not a node name"));
            post(lab, "pause", " ".repeat(5_000) + "{}", 413);
            post(lab, "nothing", "{}", 404);
            get(lab, "/api/clusters/wbe", 404);
            HttpResponse<String> page = client.send(request(lab, "/").build(), BodyHandlers.ofString());
            assertTrue(page.headers()
                    .firstValue("content-security-policy")
                    .orElseThrow()
                    .contains("default-src 'none'"));
            assertEquals("DENY", page.headers().firstValue("x-frame-options").orElseThrow());
        }
    }

    @Test
    void aLostZooKeeperIsToldAndFoundAgain() throws Exception {
        try (ConsoleLab lab = new ConsoleLab(directory, Map.of());
                BufferedReader events = events(lab)) {
            lab.join("web", "a", "10.77.0.100/24", "");
            awaitEvent(events, "\"cluster\":\"web\"", "\"state\":\"live\"");
            lab.stopServer();
            awaitEvent(events, "\"state\":\"lost\"");
            get(lab, "/api/clusters/web", 503);
            assertEquals(
                    "web",
                    get(lab, "/api/clusters", 200).at("/clusters/0/cluster").textValue());
            lab.startServer();
            awaitEvent(events, "\"state\":\"live\"");
        }
    }

    @Test
    void withClientCertificatesNobodyElseGetsIn() throws Exception {
        KeyStore server = identity("server");
        KeyStore person = identity("person");
        Map<Setting, String> settings = Map.of(
                Setting.TLS_CERT, pem(server, "CERTIFICATE", "server.crt"),
                Setting.TLS_KEY, pem(server, "PRIVATE KEY", "server.key"),
                Setting.CLIENT_CA, pem(person, "CERTIFICATE", "clients.crt"));
        try (ConsoleLab lab = new ConsoleLab(directory, settings)) {
            assertTrue(lab.url().startsWith("https://"));
            client = HttpClient.newBuilder()
                    .sslContext(context(Optional.empty(), server))
                    .build();
            assertThrows(IOException.class, () -> get(lab, "/api/clusters", 200));
            client = HttpClient.newBuilder()
                    .sslContext(context(Optional.of(person), server))
                    .build();
            ConsoleLab.Server a = lab.join("web", "a", "10.77.0.100/24", "");
            awaitLive(lab);
            post(lab, "pause", "{\"on\":true}", 200);
            assertEquals(
                    Optional.of("person at 127.0.0.1 (console)"),
                    a.change(same -> same).pausedBy());
        }
    }

    private HttpRequest.Builder request(ConsoleLab lab, String path) {
        return HttpRequest.newBuilder(URI.create(lab.url()).resolve(path));
    }

    private JsonNode get(ConsoleLab lab, String path, int status) throws Exception {
        HttpResponse<String> answer = client.send(request(lab, path).build(), BodyHandlers.ofString());
        assertEquals(status, answer.statusCode(), answer::body);
        return JSON.readTree(answer.body());
    }

    private JsonNode post(ConsoleLab lab, String kind, String body, int status) throws Exception {
        HttpResponse<String> answer = client.send(
                request(lab, "/api/clusters/web/" + kind)
                        .header("Content-Type", "application/json")
                        .header("X-Console", "1")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(1, answer.body().lines().count());
        return JSON.readTree(answer.body());
    }

    private JsonNode uncheckedPost(ConsoleLab lab, String kind, String body, int status) {
        try {
            return post(lab, kind, body, status);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitLive(ConsoleLab lab) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!get(lab, "/api/clusters", 200)
                        .at("/clusters/0/cluster")
                        .asText()
                        .equals("web")
                || !get(lab, "/api/clusters", 200).at("/link/state").asText().equals("live")) {
            assertTrue(System.nanoTime() < deadline, "not live");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private BufferedReader events(ConsoleLab lab) throws Exception {
        HttpResponse<InputStream> stream =
                client.send(request(lab, "/api/events").build(), BodyHandlers.ofInputStream());
        assertEquals(
                "text/event-stream; charset=utf-8",
                stream.headers().firstValue("content-type").orElseThrow());
        return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
    }

    private static void awaitEvent(BufferedReader events, String... texts) throws IOException {
        String line = events.readLine();
        while (!List.of(texts).stream().allMatch(line::contains)) {
            line = events.readLine();
        }
    }

    /** A key with a certificate for itself, made by the JDK's own tool. */
    private KeyStore identity(String name) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        name,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private String pem(KeyStore store, String kind, String file) throws Exception {
        String alias = store.aliases().nextElement();
        byte[] content = kind.equals("CERTIFICATE")
                ? store.getCertificate(alias).getEncoded()
                : store.getKey(alias, PASSWORD).getEncoded();
        String text = "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + kind + "-----\n";
        return Files.writeString(directory.resolve(file), text).toString();
    }

    private static SSLContext context(Optional<KeyStore> own, KeyStore trusted) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.orElse(null), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, PASSWORD);
        certificates.setCertificateEntry(
                "server", trusted.getCertificate(trusted.aliases().nextElement()));
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
