package io.arpfailover.agent.config;

import io.arpfailover.agent.check.CheckKind;
import io.arpfailover.agent.check.CheckRunner;
import io.arpfailover.agent.check.CheckSettings;
import io.arpfailover.agent.health.CheckLevel;
import io.arpfailover.agent.health.CheckRule;
import io.arpfailover.agent.health.GatewayWatchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The section {@code health}, and the rules within it. */
final class HealthReader {
    /** A check has one of these. */
    static final List<Key> KINDS = List.of(Key.HEALTH_CHECK_HTTP, Key.HEALTH_CHECK_TCP, Key.HEALTH_CHECK_SCRIPT);

    private static final Scalar<Duration> GATEWAY_INTERVAL =
            Scalars.duration(Duration.ofMillis(500), Duration.ofMinutes(1));
    private static final Scalar<Duration> INTERVAL = Scalars.duration(Duration.ofMillis(100), Duration.ofHours(1));
    private static final Scalar<Duration> TIMEOUT = Scalars.duration(Duration.ofMillis(10), Duration.ofMinutes(1));

    private final Section health;
    private final Set<String> names = new HashSet<>();

    HealthReader(Section health) {
        this.health = health;
    }

    /** What is wrong is left out; then the findings are not clean. */
    HealthConfiguration read() {
        Optional<GatewayWatchSettings> gateway = gateway(health.section(Key.HEALTH_GATEWAY));
        List<Section> checks = health.sections(Key.HEALTH_CHECKS);
        if (checks.size() > CheckRunner.MOST_CHECKS) {
            health.refuse(
                    Key.HEALTH_CHECKS,
                    "lists " + checks.size() + " checks; keep " + CheckRunner.MOST_CHECKS
                            + " at most, and let a script do several things");
        }
        return new HealthConfiguration(
                gateway,
                checks.stream().map(this::check).flatMap(Optional::stream).toList());
    }

    private static Optional<GatewayWatchSettings> gateway(Section section) {
        Optional<CheckLevel> level = section.value(Key.HEALTH_GATEWAY_LEVEL, HealthScalars.GATEWAY_LEVEL)
                .flatMap(GatewayLevel::level);
        Optional<Duration> interval = section.value(Key.HEALTH_GATEWAY_INTERVAL, GATEWAY_INTERVAL);
        Optional<Integer> fall = section.value(Key.HEALTH_GATEWAY_FALL, HealthScalars.IN_A_ROW);
        Optional<Integer> rise = section.value(Key.HEALTH_GATEWAY_RISE, HealthScalars.IN_A_ROW);
        return level.isPresent() && interval.isPresent() && fall.isPresent() && rise.isPresent()
                ? Optional.of(new GatewayWatchSettings(level.get(), interval.get(), rise.get(), fall.get()))
                : Optional.empty();
    }

    private Optional<CheckSettings> check(Section section) {
        Optional<CheckRule> rule = rule(section);
        Optional<CheckKind> kind = kind(section);
        Optional<Duration> interval = section.value(Key.HEALTH_CHECK_INTERVAL, INTERVAL);
        Optional<Duration> timeout = section.value(Key.HEALTH_CHECK_TIMEOUT, TIMEOUT);
        boolean inTime = interval.isPresent() && timeout.isPresent() && inTime(section, interval.get(), timeout.get());
        return rule.isPresent() && kind.isPresent() && inTime
                ? Optional.of(new CheckSettings(rule.get(), kind.get(), interval.get(), timeout.get()))
                : Optional.empty();
    }

    private Optional<CheckRule> rule(Section section) {
        Optional<String> name = section.value(Key.HEALTH_CHECK_NAME, HealthScalars.CHECK_NAME);
        Optional<CheckLevel> level = section.value(Key.HEALTH_CHECK_LEVEL, HealthScalars.LEVEL);
        Optional<Integer> rise = section.value(Key.HEALTH_CHECK_RISE, HealthScalars.IN_A_ROW);
        Optional<Integer> fall = section.value(Key.HEALTH_CHECK_FALL, HealthScalars.IN_A_ROW);
        if (name.isPresent() && !names.add(name.get())) {
            section.refuse(
                    Key.HEALTH_CHECK_NAME, "'" + name.get() + "' is the name of a check above; give it another name");
        }
        return name.isPresent() && level.isPresent() && rise.isPresent() && fall.isPresent()
                ? Optional.of(new CheckRule(name.get(), level.get(), rise.get(), fall.get()))
                : Optional.empty();
    }

    private static Optional<CheckKind> kind(Section section) {
        Optional<CheckKind> http =
                section.value(Key.HEALTH_CHECK_HTTP, HealthScalars.HTTP).map(kind -> kind);
        Optional<CheckKind> tcp =
                section.value(Key.HEALTH_CHECK_TCP, HealthScalars.TCP).map(kind -> kind);
        Optional<CheckKind> script = script(section);
        List<Key> written = KINDS.stream().filter(section::has).toList();
        if (written.isEmpty()) {
            section.refuse("does not say what to check; add one of http, tcp, script, such as '"
                    + Key.HEALTH_CHECK_TCP.leaf() + ": " + Key.HEALTH_CHECK_TCP.text() + "'");
        } else if (written.size() > 1) {
            section.refuse(
                    written.get(1),
                    written.stream().map(Key::leaf).collect(Collectors.joining(" and "))
                            + " cannot stand in one check; make one check of each");
        }
        return Stream.of(http, tcp, script).flatMap(Optional::stream).findFirst();
    }

    private static Optional<CheckKind> script(Section section) {
        List<Optional<String>> words = section.list(Key.HEALTH_CHECK_SCRIPT, HealthScalars.TEXT_OF_ONE_LINE);
        if (words.isEmpty() || !words.stream().allMatch(Optional::isPresent)) {
            return Optional.empty();
        }
        List<String> command = words.stream().map(Optional::get).toList();
        Optional<Path> file = Scalars.ABSOLUTE_PATH.parse(command.get(0));
        if (file.isEmpty()) {
            section.refuse(
                    Key.HEALTH_CHECK_SCRIPT,
                    "'" + command.get(0) + "' is not an absolute path; write it as " + Key.HEALTH_CHECK_SCRIPT.text());
        }
        return file.map(program -> new CheckKind.Script(program, command.subList(1, command.size())));
    }

    private static boolean inTime(Section section, Duration interval, Duration timeout) {
        boolean inTime = timeout.compareTo(interval) <= 0;
        if (!inTime) {
            section.refuse(
                    section.has(Key.HEALTH_CHECK_TIMEOUT) ? Key.HEALTH_CHECK_TIMEOUT : Key.HEALTH_CHECK_INTERVAL,
                    "the timeout of " + DurationText.of(timeout) + " is longer than the interval; write 'timeout: "
                            + DurationText.of(interval) + "' or less");
        }
        return inTime;
    }
}
