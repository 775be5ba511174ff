package io.arpfailover.agent.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * A registry of meters that read one thing, with the names and labels all our metrics have: {@code arp_failover_…}, and
 * the labels cluster and node. One thread at a time.
 */
final class Meters<T> {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final T source;

    Meters(String cluster, String node, T source) {
        this.source = source;
        registry.throwExceptionOnRegistrationFailure();
        registry.config().commonTags("cluster", cluster, "node", node);
    }

    void gauge(String name, String unit, Tags labels, String help, ToDoubleFunction<T> value) {
        Gauge.builder(full(name), source, value)
                .baseUnit(unit.isEmpty() ? null : unit)
                .tags(labels)
                .description(help)
                .register(registry);
    }

    void gauge(String name, String help, ToDoubleFunction<T> value) {
        gauge(name, "", Tags.empty(), help, value);
    }

    void seconds(String name, String help, ToDoubleFunction<T> value) {
        gauge(name, "seconds", Tags.empty(), help, value);
    }

    void counter(String name, String unit, Tags labels, String help, ToDoubleFunction<T> value) {
        FunctionCounter.builder(full(name), source, value)
                .baseUnit(unit.isEmpty() ? null : unit)
                .tags(labels)
                .description(help)
                .register(registry);
    }

    void counter(String name, String help, ToDoubleFunction<T> value) {
        counter(name, "", Tags.empty(), help, value);
    }

    /** A gauge whose labels come and go. */
    MultiGauge rows(String name, String unit, String help) {
        return MultiGauge.builder(full(name))
                .baseUnit(unit.isEmpty() ? null : unit)
                .description(help)
                .register(registry);
    }

    /** A histogram of durations with these upper bounds. */
    Timer times(String name, Tag label, String help, Duration... bounds) {
        return Timer.builder(full(name))
                .tags(Tags.of(label))
                .description(help)
                .serviceLevelObjectives(bounds)
                .register(registry);
    }

    /** In Prometheus' text format, version 0.0.4. */
    String text() {
        return registry.scrape();
    }

    private static String full(String name) {
        return "arp.failover." + name;
    }
}
