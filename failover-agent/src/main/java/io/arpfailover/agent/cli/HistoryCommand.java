package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.ControlJson;
import io.arpfailover.agent.control.MoveReport;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code history}: the moves so far. */
@Command(name = "history", description = "Shows each move of the addresses and how long its phases took, oldest first.")
final class HistoryCommand extends AgentQuestion {
    private final ZoneId zone;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    HistoryCommand(ConfigurationOption configuration, ZoneId zone) {
        super(configuration);
        this.zone = zone;
    }

    @Override
    int ask(ControlClient agent) throws ControlFailure {
        List<MoveReport> moves = agent.history();
        if (json) {
            print(ControlJson.indented(moves));
        } else if (moves.isEmpty()) {
            print("no move yet");
        } else {
            moves.forEach(move -> print(new MoveView(move, zone).line()));
        }
        return ExitCode.OK;
    }
}
