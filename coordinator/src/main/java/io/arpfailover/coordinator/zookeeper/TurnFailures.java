package io.arpfailover.coordinator.zookeeper;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.KeeperException;

/** Reports what needs a person, and each thing once until another comes. */
final class TurnFailures {
    private final TurnListener listener;
    private final Remedy remedy;
    private final AtomicReference<String> last = new AtomicReference<>("");

    TurnFailures(TurnListener listener, Remedy remedy) {
        this.listener = listener;
        this.remedy = remedy;
    }

    /** A lost connection is no failure to report: everything is read again after it. */
    void report(String doing, KeeperException.Code code) {
        switch (code) {
            case OK, BADVERSION, NODEEXISTS, CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED -> {}
            default -> report(remedy.line(doing, code));
        }
    }

    void report(String what) {
        if (!what.equals(last.getAndSet(what))) {
            listener.failed(what);
        }
    }
}
