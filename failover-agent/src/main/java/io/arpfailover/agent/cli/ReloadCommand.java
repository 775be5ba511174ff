package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.ControlResponse;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** {@code reload}: has the agent read its configuration again. */
@Command(
        name = "reload",
        description = {
            "Has the agent read its configuration again, as SIGHUP does; the addresses stay where they are.",
            "Says for each key that was changed whether the change is in force or waits for a restart."
        })
final class ReloadCommand extends AgentQuestion {

    ReloadCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int ask(ControlClient agent) throws ControlFailure {
        ControlResponse.Reloaded answer = agent.reload();
        if (!answer.problems().isEmpty()) {
            PrintWriter err = err();
            answer.problems().forEach(err::println);
            return ExitCode.UNUSABLE;
        }
        answer.applied().forEach(key -> print(key + ": applied"));
        answer.restart()
                .forEach(key -> print(
                        key + ": needs a restart ('failover-agent stop --restart' or systemctl keeps the address)"));
        if (answer.applied().isEmpty() && answer.restart().isEmpty()) {
            print("nothing has changed");
        }
        return ExitCode.OK;
    }
}
