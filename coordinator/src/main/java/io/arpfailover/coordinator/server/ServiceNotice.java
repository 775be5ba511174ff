package io.arpfailover.coordinator.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a service manager (systemd) is told of this process, sd_notify(3): nothing unless it asked by {@code
 * NOTIFY_SOCKET}.
 *
 * <p>Through a program of systemd's own, since Java knows no Unix sockets for datagrams; once in the life of a server
 * that is no cost. It is to be asked from the starting thread, since it waits for that program.
 */
public final class ServiceNotice {
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String PROGRAM = "systemd-notify";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final boolean wanted;
    private final String program;

    ServiceNotice(boolean wanted, String program) {
        this.wanted = wanted;
        this.program = program;
    }

    /** For whoever started this process. */
    public static ServiceNotice of(Map<String, String> environment) {
        return new ServiceNotice(environment.containsKey(SOCKET), PROGRAM);
    }

    /** The service answers; whether its manager knows, if there is one. */
    public boolean ready(String status) {
        return !wanted || run(program, "--ready", "--status=" + status);
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
