package io.arpfailover.agent.doctor;

import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import java.util.List;

/** Whether the interface of the shared addresses can carry them now. */
final class Lan implements Examination {
    private final String lan;
    private final Rtnetlink rtnetlink;

    Lan(String lan, Rtnetlink rtnetlink) {
        this.lan = lan;
        this.rtnetlink = rtnetlink;
    }

    @Override
    public String subject() {
        return "interface";
    }

    @Override
    public List<Remark> examine() {
        return List.of(rtnetlink
                .link(lan)
                .map(this::examine)
                .orElseGet(() -> Remark.bad(
                        subject(), lan + " does not exist", "name one of `ip link` as 'interface:' in the file")));
    }

    Remark examine(LinkState link) {
        if (!link.arp()) {
            return Remark.bad(
                    subject(),
                    lan + " does not speak ARP",
                    "ip link set " + lan + " arp on, or name an Ethernet interface");
        }
        if (!link.up()) {
            return Remark.bad(subject(), lan + " is down", "ip link set " + lan + " up");
        }
        if (!link.carrier()) {
            return Remark.bad(subject(), lan + " has no carrier", "plug it in, or look at the port of the switch");
        }
        return Remark.good(subject(), lan + " is up, has a carrier and speaks ARP as " + link.mac());
    }
}
