package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import java.time.Duration;
import java.util.List;

/** Whether announcements are as fast as this number of addresses wants, and as slow as a careful switch wants. */
final class Pacing implements Examination {
    /** Three probes (RFC 5227 section 2.1.1), the announcement in both forms, and the question to the gateway. */
    private static final int FRAMES_PER_ADDRESS = 6;

    private final Pace pace;
    private final int addresses;

    Pacing(Pace pace, int addresses) {
        this.pace = pace;
        this.addresses = addresses;
    }

    @Override
    public String subject() {
        return "pace";
    }

    @Override
    public List<Remark> examine() {
        boolean inspected = !pace.equals(Pace.UNLIMITED) && pace.frames() <= Pace.DEFAULT.frames();
        if (!inspected) {
            return List.of(Remark.advice(
                    subject(),
                    "ARP may leave faster than 15 frames a second, above which a port with dynamic ARP inspection is"
                            + " shut down by default",
                    "on the switch trust the ports of both servers, or leave 'announce.pace' at "
                            + Pace.DEFAULT.frames()));
        }
        return List.of(
                frames() > pace.frames() ? heldBack() : Remark.good(subject(), "a takeover is announced at once"));
    }

    private int frames() {
        return addresses * FRAMES_PER_ADDRESS;
    }

    /** So many leave in any window of one second. */
    private Remark heldBack() {
        Duration wait = Duration.ofSeconds((frames() - 1) / pace.frames());
        return Remark.advice(
                subject(),
                "probes and announcements of " + addresses + " addresses are " + frames() + " frames, and at "
                        + pace.frames() + " a second the last waits up to " + wait.toSeconds() + " s",
                "where the switch trusts the ports of both servers: 'announce: {pace: unlimited}'");
    }
}
