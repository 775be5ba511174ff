package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether so many addresses find room in the neighbour tables of the LAN: this host's can be read. */
final class NeighbourTable implements Examination {
    private static final String LIMIT = "net.ipv4.neigh.default.gc_thresh3";
    /** A Linux that nobody has tuned (neighbour.c), and other stations want room in it too. */
    private static final int UNTUNED = 1024;

    private static final int ROOM_FOR_EACH = 2;

    private final int addresses;
    private final HostFiles files;

    NeighbourTable(int addresses, HostFiles files) {
        this.addresses = addresses;
        this.files = files;
    }

    @Override
    public String subject() {
        return "neighbours";
    }

    @Override
    public List<Remark> examine() {
        Optional<String> limit = files.text("/proc/sys/" + LIMIT.replace('.', '/'));
        return List.of(judge(limit.filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElseGet(OptionalInt::empty)));
    }

    Remark judge(OptionalInt limit) {
        int wanted = addresses * ROOM_FOR_EACH;
        if (limit.orElse(UNTUNED) < wanted) {
            return Remark.advice(
                    subject(),
                    addresses + " addresses fill a neighbour table of " + limit.orElse(UNTUNED) + " entries",
                    "sysctl -w " + LIMIT + "=" + wanted * ROOM_FOR_EACH
                            + " on both servers, and on the gateway when it runs Linux");
        }
        return wanted > UNTUNED
                ? Remark.advice(
                        subject(),
                        "this host has room for " + addresses + " addresses; a gateway that runs Linux with its own"
                                + " limit of " + UNTUNED + " has not",
                        "sysctl -w " + LIMIT + "=" + wanted * ROOM_FOR_EACH + " on the gateway, too")
                : Remark.good(subject(), "neighbour tables have room for " + described());
    }

    private String described() {
        return addresses == 1 ? "one address" : addresses + " addresses";
    }
}
