package io.arpfailover.agent.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape, read back as Prometheus reads it: the value of each series, by name and labels as they were written.
 *
 * @param series for instance {@code arp_failover_epoch{cluster="web",node="a"}} and 7
 */
public record ScrapeText(Map<String, Double> series) {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+(?:\\{.*\\})?) ([-+0-9.eEIinfNa]+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    /**
     * Reads what was served.
     *
     * @throws AssertionError for a line that is neither a comment nor a sample, and for a series that comes twice
     */
    public static ScrapeText parse(String text) {
        Map<String, Double> series = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches() || series.put(sample.group(1), number(sample.group(2))) != null) {
                throw new AssertionError("unreadable, or twice: " + line);
            }
        });
        return new ScrapeText(series);
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** The value of the series of this name with these labels among its own, each written name="value". */
    public double value(String name, String... labels) {
        return series.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(name + "{"))
                .filter(sample -> Set.of(labels).stream().allMatch(sample.getKey()::contains))
                .map(Map.Entry::getValue)
                .reduce((one, other) -> {
                    throw new AssertionError("more than one " + name + " with these labels: " + series);
                })
                .orElseThrow(() -> new AssertionError("no " + name + " with these labels: " + series));
    }

    /** Whether there is a series of this name. */
    public boolean has(String name) {
        return series.keySet().stream().anyMatch(sample -> sample.startsWith(name + "{"));
    }

    /** Each name with its labels in order, without cluster, node and le. */
    Set<String> shapes() {
        Set<String> shapes = new TreeSet<>();
        for (String sample : series.keySet()) {
            StringBuilder shape = new StringBuilder(sample.replaceFirst("\\{.*", ""));
            Set<String> labels = new TreeSet<>();
            LABEL.matcher(sample).results().forEach(label -> labels.add(label.group(1)));
            labels.removeAll(Set.of("cluster", "node", "le"));
            labels.forEach(label -> shape.append(' ').append(label));
            shapes.add(shape.toString());
        }
        return shapes;
    }
}
