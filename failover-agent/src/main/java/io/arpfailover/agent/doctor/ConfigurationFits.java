package io.arpfailover.agent.doctor;

import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.config.HostCheck;
import io.arpfailover.agent.config.HostView;
import java.util.List;

/** Whether the configuration fits this host: what {@code config check} checks. */
final class ConfigurationFits implements Examination {
    private final ConfigurationReading.Valid checked;
    private final HostView view;

    ConfigurationFits(ConfigurationReading.Valid checked, HostView view) {
        this.checked = checked;
        this.view = view;
    }

    @Override
    public String subject() {
        return "configuration";
    }

    @Override
    public List<Remark> examine() {
        List<ConfigProblem> problems = new HostCheck(checked, view).problems();
        return problems.isEmpty()
                ? List.of(Remark.good(subject(), checked.positions().file() + " fits this host"))
                : problems.stream()
                        .map(problem -> Remark.bad(subject(), problem.toString(), ""))
                        .toList();
    }
}
