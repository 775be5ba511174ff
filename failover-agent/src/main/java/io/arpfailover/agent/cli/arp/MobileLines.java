package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.proxy.HomeAgent;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Lines on standard input: {@code register IP CAREOF [SECONDS]} and {@code return IP [MAC]}. Read on a thread of its own. */
final class MobileLines {
    private final ArpStack stack;
    private final ProxyClient client;
    private final ProxyReport report;

    MobileLines(ArpStack stack, ProxyClient client, ProxyReport report) {
        this.stack = stack;
        this.client = client;
        this.report = report;
    }

    /** Whether a person would have to type the lines. */
    static boolean isTerminal() {
        try {
            String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty");
        } catch (IOException closed) {
            return true;
        }
    }

    void readFrom(InputStream input) {
        Thread thread = new Thread(() -> readAll(input), "mobile-lines");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll(InputStream input) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    stack.execute(order(line.strip()));
                }
            }
        } catch (IOException e) {
            stack.execute(() -> report.trouble("standard input cannot be read any more: " + e.getMessage()));
        }
    }

    /** What a line asks for; when it cannot be read, to say so. */
    private Runnable order(String line) {
        try {
            return order(line.split("\\s+", -1));
        } catch (IllegalArgumentException e) {
            return () -> report.trouble("'" + line + "': " + e.getMessage());
        }
    }

    private Runnable order(String... words) {
        if (words[0].equals("register") && (words.length == 3 || words.length == 4)) {
            String lifetime = words.length == 4 ? "@" + words[3] : "";
            ProxyWords.Away away = ProxyWords.away(words[1] + "=" + words[2] + lifetime, HomeAgent.FOR_EVER);
            return () -> client.register(away);
        }
        if (words[0].equals("return") && (words.length == 2 || words.length == 3)) {
            Ipv4Address mobile = ProxyWords.host(words[1]);
            Optional<MacAddress> mac = words.length == 3 ? Optional.of(MacAddress.parse(words[2])) : Optional.empty();
            return () -> client.giveBack(mobile, mac);
        }
        throw new IllegalArgumentException("not an order (register IP CAREOF [SECONDS], or return IP [MAC])");
    }
}
