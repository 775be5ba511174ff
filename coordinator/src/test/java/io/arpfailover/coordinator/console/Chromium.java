package io.arpfailover.coordinator.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A real browser without a window, with one page, driven by the DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    /** What the page wrote to its console, threw, or was kept from doing. */
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Chromium(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Ear())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Starts a browser with a profile of its own in this directory. */
    static Chromium start(Path profile) throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IllegalStateException("no " + PROGRAM + "; run: apt-get install chromium");
        }
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--ignore-certificate-errors",
                        "--lang=en-GB",
                        "--remote-debugging-port=0",
                        "--remote-allow-origins=*",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectError(profile.resolve("chromium.log").toFile())
                .start();
        try {
            String port = awaitPort(profile.resolve("DevToolsActivePort"), process);
            Chromium browser = new Chromium(process, newPage(port));
            for (String domain : List.of("Page", "Runtime", "Log", "Audits", "Network")) {
                browser.call(domain + ".enable", Map.of());
            }
            return browser;
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    void open(String url) {
        call("Page.navigate", Map.of("url", url));
    }

    /** What an expression is in the page, as text. */
    String text(String expression) {
        JsonNode result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.at("/result/value").asText();
    }

    /** Waits until an expression is true in the page. */
    void await(String expression) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String attempt = "(() => { try { return Boolean(" + expression + "); } catch { return false; } })()";
        while (!isTrue(attempt)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + expression + "; complaints: "
                        + complaints + "; page: " + text("document.body.innerText"));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
        }
    }

    /** A page that is just being left for another is asked again. */
    private boolean isTrue(String expression) {
        try {
            return text(expression).equals("true");
        } catch (CompletionException navigated) {
            return false;
        }
    }

    /** Clicks the first element with this text. */
    void click(String selector, String text) {
        await(find(selector, text));
        text(find(selector, text) + ".click()");
    }

    void window(int width, int height, boolean phone) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
    }

    void scheme(String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void screenshot(Path file) throws IOException {
        String picture = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", false))
                .get("data")
                .asText();
        Files.write(file, Base64.getDecoder().decode(picture));
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String find(String selector, String text) {
        return "[...document.querySelectorAll('" + selector + "')].find((one) => one.textContent.includes('" + text
                + "') && !one.disabled)";
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(message.toString(), true).join();
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static String awaitPort(Path file, Process process) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(file) || Files.size(file) == 0) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IllegalStateException("chromium did not start: " + told(file.resolveSibling("chromium.log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return Files.readAllLines(file).get(0);
    }

    private static String told(Path log) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
            return String.join(" ", reader.lines().limit(10).toList());
        }
    }

    private static URI newPage(String port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return URI.create(JSON.readTree(answer).get("webSocketDebuggerUrl").asText());
    }

    /** Hears answers and events, which may come in parts. */
    private final class Ear implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                hear(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void hear(String text) {
            JsonNode message;
            try {
                message = JSON.readTree(text);
            } catch (IOException e) {
                complaints.add("no JSON from the browser: " + text);
                return;
            }
            if (message.has("id")) {
                CompletableFuture<JsonNode> answer =
                        answers.remove(message.get("id").asInt());
                if (message.has("error")) {
                    answer.completeExceptionally(
                            new AssertionError(message.get("error").toString()));
                } else {
                    answer.complete(message.get("result"));
                }
                return;
            }
            switch (message.path("method").asText()) {
                case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Audits.issueAdded" ->
                    complaints.add(message.get("params").toString());
                default -> {}
            }
        }
    }
}
