package io.arpfailover.agent.loop;

import io.arpfailover.agent.check.CheckRunner;
import io.arpfailover.agent.check.CheckSettings;
import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.health.CheckResult;
import java.util.List;
import java.util.function.Consumer;

/** The checks that run, which a reload may replace by others. */
final class RunningChecks implements AutoCloseable {
    private final Consumer<CheckResult> results;
    private List<CheckSettings> settings;
    private CheckRunner runner;
    private boolean closed;

    RunningChecks(AgentConfiguration configuration, Consumer<CheckResult> results) {
        this.results = results;
        this.settings = configuration.health().checks();
        this.runner = start(configuration);
    }

    private CheckRunner start(AgentConfiguration configuration) {
        return CheckRunner.start(configuration.cluster(), configuration.node(), settings, results);
    }

    /** Runs those of this configuration from now on; waits a second at most for the end of the others. */
    synchronized void follow(AgentConfiguration configuration) {
        if (closed || settings.equals(configuration.health().checks())) {
            return;
        }
        settings = configuration.health().checks();
        runner.close();
        runner = start(configuration);
    }

    @Override
    public synchronized void close() {
        closed = true;
        runner.close();
    }
}
