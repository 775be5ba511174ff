package io.arpfailover.agent.control;

import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The moment in which a socket's file is removed, waited for from before it can come. */
final class SocketEnd implements AutoCloseable {
    private final Path socket;
    private final WatchService service;

    private SocketEnd(Path socket, WatchService service) {
        this.socket = socket;
        this.service = service;
    }

    static SocketEnd watch(Path socket) throws ControlFailure {
        try {
            WatchService service = socket.getFileSystem().newWatchService();
            Path directory = socket.toAbsolutePath().getParent();
            if (Files.isDirectory(directory)) {
                directory.register(service, StandardWatchEventKinds.ENTRY_DELETE);
            }
            return new SocketEnd(socket, service);
        } catch (IOException e) {
            throw new ControlFailure(
                    "cannot watch " + socket + " (" + e.getMessage() + "): run this command as root", e);
        }
    }

    /** Whether the file goes in time. One that is made anew right after it has gone, as by a restart, is another. */
    boolean comesWithin(Duration patience) {
        Clock clock = Clock.system();
        MonotonicTime deadline = clock.now().plus(patience);
        try {
            while (Files.exists(socket) && clock.now().isBefore(deadline)) {
                if (next(clock.now().until(deadline)).filter(this::isRemoved).isPresent()) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Files.notExists(socket);
    }

    private Optional<WatchKey> next(Duration left) throws InterruptedException {
        return Optional.ofNullable(service.poll(left.toMillis(), TimeUnit.MILLISECONDS));
    }

    private boolean isRemoved(WatchKey key) {
        boolean removed =
                key.pollEvents().stream().anyMatch(event -> socket.getFileName().equals(event.context()));
        key.reset();
        return removed;
    }

    @Override
    public void close() throws ControlFailure {
        try {
            service.close();
        } catch (IOException e) {
            throw new ControlFailure("cannot end watching " + socket + " (" + e.getMessage() + ")", e);
        }
    }
}
