package io.arpfailover.agent.doctor;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.config.HostView;
import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.Rtnetlink;
import java.util.List;

/** Examines one host, and leaves out nothing because something else could not be looked at. */
public final class Doctor {
    private final List<Examination> examinations;

    Doctor(List<Examination> examinations) {
        this.examinations = List.copyOf(examinations);
    }

    /** All examinations there are, for the agent of this configuration on this host. */
    public static Doctor of(ConfigurationReading.Valid checked, HostView view, Rtnetlink rtnetlink) {
        AgentConfiguration configuration = checked.configuration();
        String lan = configuration.networkInterface();
        return new Doctor(List.of(
                new ConfigurationFits(checked, view),
                new Privileges(),
                new Libraries(),
                new LeaseSupport(lan, rtnetlink),
                new Lan(lan, rtnetlink),
                new AnsweredOnce(lan, configuration.addresses(), configuration.sysctls(), rtnetlink)));
    }

    public List<Remark> examine() {
        return examinations.stream().flatMap(one -> examine(one).stream()).toList();
    }

    private static List<Remark> examine(Examination examination) {
        try {
            return examination.examine();
        } catch (KernelException e) {
            return List.of(Remark.bad(examination.subject(), "cannot be examined: " + e.getMessage(), ""));
        }
    }

    /** Whether nothing is bad; advice may remain. */
    public static boolean isFine(List<Remark> remarks) {
        return remarks.stream().noneMatch(remark -> remark.grade() == Remark.Grade.BAD);
    }
}
