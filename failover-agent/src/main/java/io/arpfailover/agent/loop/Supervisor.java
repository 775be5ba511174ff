package io.arpfailover.agent.loop;

import io.arpfailover.agent.kernel.NotifySocket;
import io.arpfailover.agent.takeover.Stage;
import io.arpfailover.agent.takeover.Takeover;
import io.arpfailover.agent.takeover.TakeoverStatus;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The service manager above this process (systemd), as far as it is told how the agent is: sd_notify(3).
 *
 * <p>The loop's own turns tell it, so that a loop that hangs does not look alive. Nothing here waits; what the manager
 * could not take is told again in a later turn. Without a manager nothing is done.
 */
final class Supervisor {
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG_MICROS = "WATCHDOG_USEC";
    private static final String WATCHDOG_PROCESS = "WATCHDOG_PID";

    /** An idle loop turns so often, and a sign of life is due before the turn after the next. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private static final int NANOS_PER_MICRO = 1000;
    private static final int LONGEST_STATUS = 512;

    private final Predicate<String> manager;
    private final Optional<Duration> signEvery;

    private Optional<Stage> told = Optional.empty();
    private String status = "";
    private MonotonicTime lookAt = new MonotonicTime(0);
    private MonotonicTime signAt = new MonotonicTime(0);

    /**
     * @param manager told of changes, and says whether it took them
     * @param patience how long it waits for a sign of life; empty when it does not
     */
    Supervisor(Predicate<String> manager, Optional<Duration> patience) {
        this.manager = manager;
        this.signEvery = patience.map(Supervisor::rhythm);
    }

    /** The one that started this process, as its environment says. */
    static Supervisor of(Map<String, String> environment, long process) {
        Optional<NotifySocket> socket =
                Optional.ofNullable(environment.get(SOCKET)).flatMap(NotifySocket::open);
        return new Supervisor(
                socket.<Predicate<String>>map(open -> open::send).orElse(lines -> true),
                socket.flatMap(open -> patience(environment, process)));
    }

    static Optional<Duration> patience(Map<String, String> environment, long process) {
        boolean meansUs = Long.toString(process).equals(environment.getOrDefault(WATCHDOG_PROCESS, "" + process));
        String micros = environment.getOrDefault(WATCHDOG_MICROS, "");
        return meansUs && micros.matches("[1-9][0-9]{0,15}")
                ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * NANOS_PER_MICRO))
                : Optional.empty();
    }

    /** At half of its patience, and not only in the first turn after that. */
    private static Duration rhythm(Duration patience) {
        Duration rest = patience.dividedBy(2).minus(TURN);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    /** The loop has turned. */
    void turned(Takeover takeover, MonotonicTime now) {
        boolean changed = !told.equals(Optional.of(takeover.stage()));
        if (changed || now.hasReached(lookAt)) {
            lookAt = now.plus(TURN);
            tell(takeover.stage(), line(takeover.status(now)));
        }
        if (signEvery.isPresent() && now.hasReached(signAt) && manager.test("WATCHDOG=1")) {
            signAt = now.plus(signEvery.get());
        }
    }

    /** The first turn makes the service ready, whatever it waits for: the status says what that is. */
    private void tell(Stage stage, String line) {
        if (line.equals(status)) {
            return;
        }
        if (manager.test((told.isEmpty() ? "READY=1\n" : "") + "STATUS=" + line)) {
            told = Optional.of(stage);
            status = line;
        }
    }

    /** The agent ends. */
    void stopping() {
        var unused = manager.test("STOPPING=1");
    }

    /** The agent reads its configuration again, from this instant on; {@link #reloaded} must follow. */
    void reloading(MonotonicTime now) {
        var unused = manager.test("RELOADING=1\nMONOTONIC_USEC=" + now.nanos() / NANOS_PER_MICRO);
    }

    void reloaded() {
        var unused = manager.test("READY=1");
    }

    /** One line, such as {@code standby, epoch 7 of a: ready to take over}. */
    static String line(TakeoverStatus status) {
        String stage = status.stage().name().toLowerCase(Locale.ROOT);
        String line = stage + status.tenure().map(Supervisor::epoch).orElse("") + ": "
                + status.obstacle().orElse(status.because());
        String shown = line.replaceAll("\\p{Cntrl}", " ");
        return shown.length() <= LONGEST_STATUS ? shown : shown.substring(0, LONGEST_STATUS);
    }

    private static String epoch(Tenure tenure) {
        return ", epoch " + tenure.epoch()
                + tenure.holder().map(holder -> " of " + holder).orElse("");
    }
}
