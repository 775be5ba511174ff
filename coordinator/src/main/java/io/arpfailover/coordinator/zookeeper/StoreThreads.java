package io.arpfailover.coordinator.zookeeper;

import java.util.concurrent.ThreadFactory;

/** The threads of a store: daemons with a name, so that they neither keep the program alive nor stay anonymous. */
final class StoreThreads {
    private StoreThreads() {}

    static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
