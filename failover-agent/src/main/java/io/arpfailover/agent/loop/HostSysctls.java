package io.arpfailover.agent.loop;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.Key;
import io.arpfailover.agent.config.Positions;
import io.arpfailover.agent.kernel.ChangedSysctls;
import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.kernel.Sysctls;
import io.arpfailover.agent.multihome.Judgement;
import io.arpfailover.agent.multihome.Multihoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's settings by which other interfaces answer for the shared addresses, looked at or set at the agent's start
 * as the configuration has it, and put back at its end.
 */
final class HostSysctls {
    private static final Logger LOG = LoggerFactory.getLogger(HostSysctls.class);

    private final AgentConfiguration configuration;
    private final Positions positions;
    private final Rtnetlink rtnetlink;
    private final Multihoming rule;
    private final ChangedSysctls changed;

    HostSysctls(AgentConfiguration configuration, Positions positions, Rtnetlink rtnetlink) {
        this.configuration = configuration;
        this.positions = positions;
        this.rtnetlink = rtnetlink;
        this.rule = new Multihoming(configuration.networkInterface(), configuration.addresses());
        this.changed = ChangedSysctls.of(configuration.state(), configuration.cluster());
    }

    /** What an earlier run set and this one does not is put back here. */
    void prepare() throws CannotRun {
        switch (configuration.sysctls()) {
            case IGNORE -> putBack();
            case CHECK -> {
                putBack();
                warn(rule.judge(Sysctls.read(rtnetlink)));
            }
            case SET -> {
                set(rule.judge(changed.without(Sysctls.read(rtnetlink))));
                warn(rule.judge(Sysctls.read(rtnetlink)));
            }
        }
    }

    private void set(Judgement judgement) throws CannotRun {
        if (changed.change(judgement.settings()) instanceof Failed failed) {
            putBack(); // what was set before the one that failed
            throw new CannotRun(positions
                    .problem(Key.SYSCTLS, failed.text() + "; or write it as check")
                    .toString());
        }
        judgement.settings().forEach(setting -> LOG.info("sysctl=\"{}\" until=\"the agent ends\"", setting));
    }

    /** Only when nothing is served here any more: until then the settings are part of what keeps others from it. */
    void putBack() {
        int count = changed.count();
        KernelResult result = changed.putBack();
        if (result instanceof Failed failed) {
            LOG.warn("sysctls=kept text=\"{}\"", failed.text());
        } else if (count > 0) {
            LOG.info("sysctls=\"put back\" count={}", count);
        }
    }

    private static void warn(Judgement judgement) {
        judgement
                .wrong()
                .forEach(finding -> LOG.warn(
                        "multihoming=\"{}\" so=\"{}\" do=\"{}\"", finding.what(), finding.why(), finding.remedy()));
    }
}
