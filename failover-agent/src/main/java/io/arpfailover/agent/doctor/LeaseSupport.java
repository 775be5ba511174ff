package io.arpfailover.agent.doctor;

import io.arpfailover.agent.kernel.Capability;
import io.arpfailover.agent.kernel.EgressSupport;
import io.arpfailover.agent.kernel.KernelRelease;
import io.arpfailover.agent.kernel.Rtnetlink;
import java.util.List;

/** Whether the kernel itself can stop this server when its agent is dead or frozen. */
final class LeaseSupport implements Examination {
    private static final String REMEDY =
            "run Linux 5.16 and nftables 1.0.1 or newer; until then the agent wants timing.promise of 3s and"
                    + " zookeeper.session of 5s at least";

    private final String lan;
    private final Rtnetlink rtnetlink;

    LeaseSupport(String lan, Rtnetlink rtnetlink) {
        this.lan = lan;
        this.rtnetlink = rtnetlink;
    }

    @Override
    public String subject() {
        return "lease";
    }

    @Override
    public List<Remark> examine() {
        KernelRelease release = KernelRelease.present();
        if (!release.isAtLeast(5, 16)) {
            return List.of(missing("Linux " + release + " is older than 5.16"));
        }
        if (!Capability.missing().isEmpty() || rtnetlink.link(lan).isEmpty()) {
            return List.of(Remark.advice(
                    subject(), "Linux " + release + " is new enough, but it could not be tried out", "see above"));
        }
        return List.of(
                EgressSupport.probe(lan) instanceof EgressSupport.Missing missing
                        ? missing(missing.because())
                        : Remark.good(subject(), "Linux " + release + " stops this server when its agent cannot"));
    }

    private Remark missing(String because) {
        return Remark.advice(
                subject(),
                because + ": only the lifetime of the addresses, in whole seconds, stops a dead agent's server",
                REMEDY);
    }
}
