package io.arpfailover.coordinator.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of the page, read once from beside this class. */
final class Pages {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Map<String, Reply> byPath = new TreeMap<>();

    Pages() {
        add("/", "console.html", HTML);
        add("/login", "login.html", HTML);
        add("/console.css", "console.css", STYLE);
        add("/detail.css", "detail.css", STYLE);
        add("/icon.svg", "icon.svg", "image/svg+xml");
        for (String script : new String[] {"console", "stream", "list", "detail", "phases", "ask", "dom"}) {
            add("/" + script + ".js", script + ".js", SCRIPT);
        }
    }

    Optional<Reply> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    private void add(String path, String file, String type) {
        byPath.put(path, new Reply(200, type, Map.of("Cache-Control", "no-cache"), text(file)));
    }

    private static String text(String file) {
        try (InputStream resource = Pages.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException("the program lacks its file " + file);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
