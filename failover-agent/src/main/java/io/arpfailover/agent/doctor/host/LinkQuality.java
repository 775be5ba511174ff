package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether the interface was negotiated as it should be, and takes whole datagrams between the servers. */
final class LinkQuality implements Examination {
    private static final int SLOW = 100;
    /** What every host must take in one piece (RFC 791 section 3.1); the servers' datagrams are shorter. */
    private static final int LEAST_MTU = 576;

    private static final int ETHERNET_MTU = 1500;

    private final String lan;
    private final HostFiles files;

    LinkQuality(String lan, HostFiles files) {
        this.lan = lan;
        this.files = files;
    }

    /**
     * What the driver says.
     *
     * @param speed in Mbit/s; empty when it does not say, as virtual ones do not
     * @param mtu in octets; empty when there is no such interface
     */
    record Seen(OptionalInt speed, Optional<String> duplex, OptionalInt mtu) {}

    @Override
    public String subject() {
        return "link";
    }

    @Override
    public List<Remark> examine() {
        return judge(new Seen(number("speed"), read("duplex"), number("mtu")));
    }

    private Optional<String> read(String name) {
        return files.text("/sys/class/net/" + lan + "/" + name);
    }

    /** A link that is down, or has no speed, says -1 or refuses to be read. */
    private OptionalInt number(String name) {
        return read(name)
                .filter(text -> text.matches("[1-9][0-9]{0,8}"))
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElseGet(OptionalInt::empty);
    }

    List<Remark> judge(Seen seen) {
        if (seen.mtu().isEmpty()) {
            return List.of(Remark.advice(subject(), lan + " could not be looked at", "see above"));
        }
        List<Remark> remarks = new ArrayList<>();
        int mtu = seen.mtu().getAsInt();
        if (mtu < LEAST_MTU) {
            remarks.add(Remark.bad(
                    subject(),
                    lan + " takes no more than " + mtu + " octets, so datagrams between the servers break",
                    "ip link set " + lan + " mtu " + ETHERNET_MTU));
        } else if (mtu < ETHERNET_MTU) {
            remarks.add(Remark.advice(
                    subject(),
                    lan + " takes " + mtu + " octets, fewer than Ethernet's " + ETHERNET_MTU,
                    "give all stations of the LAN the same MTU"));
        }
        if (seen.duplex().filter("half"::equals).isPresent()) {
            remarks.add(Remark.advice(
                    subject(),
                    lan + " speaks half duplex and will lose frames under load",
                    "let both ends negotiate, the port of the switch too: ethtool -s " + lan + " autoneg on"));
        }
        if (seen.speed().isPresent() && seen.speed().getAsInt() < SLOW) {
            remarks.add(Remark.advice(
                    subject(),
                    lan + " runs at " + seen.speed().getAsInt() + " Mbit/s",
                    "look at its cable and at the port of the switch"));
        }
        return remarks.isEmpty() ? List.of(good(seen, mtu)) : remarks;
    }

    private Remark good(Seen seen, int mtu) {
        String speed = seen.speed().isPresent() ? ", " + seen.speed().getAsInt() + " Mbit/s" : "";
        String duplex = seen.duplex()
                .filter("full"::equals)
                .map(full -> ", full duplex")
                .orElse("");
        return Remark.good(subject(), lan + ": MTU " + mtu + speed + duplex);
    }
}
