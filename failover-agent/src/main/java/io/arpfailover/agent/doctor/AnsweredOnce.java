package io.arpfailover.agent.doctor;

import io.arpfailover.agent.config.SysctlPolicy;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.kernel.Sysctls;
import io.arpfailover.agent.multihome.EndSystem;
import io.arpfailover.agent.multihome.Host;
import io.arpfailover.agent.multihome.Judgement;
import io.arpfailover.agent.multihome.Multihoming;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.List;
import java.util.stream.Stream;

/** Whether the shared addresses are answered on their interface, with its MAC address, and on no other. */
final class AnsweredOnce implements Examination {
    private final String lan;
    private final List<Ipv4Prefix> shared;
    private final SysctlPolicy policy;
    private final Rtnetlink rtnetlink;

    AnsweredOnce(String lan, List<Ipv4Prefix> shared, SysctlPolicy policy, Rtnetlink rtnetlink) {
        this.lan = lan;
        this.shared = shared;
        this.policy = policy;
        this.rtnetlink = rtnetlink;
    }

    @Override
    public String subject() {
        return "multihoming";
    }

    @Override
    public List<Remark> examine() {
        return examine(Sysctls.read(rtnetlink));
    }

    List<Remark> examine(Host host) {
        Judgement judgement = new Multihoming(lan, shared).judge(host);
        Stream<Remark> found = judgement.findings().stream().map(finding -> Remark.of(subject(), finding));
        if (judgement.isAnsweredOnce()) {
            return Stream.concat(Stream.of(good(host, judgement)), found).toList();
        }
        return judgement.settings().isEmpty() || policy == SysctlPolicy.SET
                ? found.toList()
                : Stream.concat(found, Stream.of(offer())).toList();
    }

    private Remark good(Host host, Judgement judgement) {
        String values = host.named(lan).map(host::described).orElse("it does not exist");
        return Remark.good(
                subject(),
                "the addresses are answered on " + lan + " alone (" + model(judgement.endSystem()) + "; " + lan + ": "
                        + values + ")");
    }

    private Remark offer() {
        return Remark.advice(
                subject(),
                "the agent can set what is to be set, and put it back at its end",
                "write 'sysctls: set' into its configuration");
    }

    private static String model(EndSystem endSystem) {
        return switch (endSystem) {
            case STRONG -> "strong end system: each interface speaks for itself";
            case WEAK -> "weak end system: interfaces speak for each other";
        };
    }
}
