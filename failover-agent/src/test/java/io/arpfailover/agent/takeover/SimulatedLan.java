package io.arpfailover.agent.takeover;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A LAN that loses, delays and repeats frames, and from which stations can be cut off without noticing. */
final class SimulatedLan {
    /** Whoever has a card on the LAN. */
    interface Station {
        MacAddress mac();

        /** Whether frames reach it, and its frames reach others. */
        boolean attached();

        void receive(ArpFrame frame);
    }

    private static final Duration FASTEST = Duration.ofNanos(50_000);
    private static final Duration SLOWEST = Duration.ofMillis(2);
    private static final Duration CONGESTED = Duration.ofMillis(80);
    private static final double REPEATED = 0.02;
    private static final double CONGESTION = 0.02;

    private final Agenda agenda;
    private final List<Station> stations = new ArrayList<>();
    private double loss;

    SimulatedLan(Agenda agenda) {
        this.agenda = agenda;
    }

    void attach(Station station) {
        stations.add(station);
    }

    void lose(double share) {
        loss = share;
    }

    void transmit(Station from, ArpFrame frame) {
        if (!from.attached()) {
            return;
        }
        for (Station to : stations) {
            boolean meant = frame.destination().equals(MacAddress.BROADCAST)
                    || frame.destination().equals(to.mac());
            if (meant && (to != from || agenda.chance(REPEATED))) {
                carry(to, frame);
            }
        }
    }

    private void carry(Station to, ArpFrame frame) {
        int copies = agenda.chance(loss) ? 0 : agenda.chance(REPEATED) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            Duration slowest = agenda.chance(CONGESTION) ? CONGESTED : SLOWEST;
            agenda.in(agenda.between(FASTEST, slowest), () -> {
                if (to.attached()) {
                    to.receive(frame);
                }
            });
        }
    }
}
