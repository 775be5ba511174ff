package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.SystemHostView;
import io.arpfailover.coordinator.installation.ProgramClasses;
import java.io.IOException;
import java.util.regex.Pattern;

/** Loads what {@code failover-agent} will load, for the class archive that is made at its installation. */
public final class ClassTraining {
    private static final Pattern OURS = Pattern.compile("io\\.arpfailover\\..*");

    private ClassTraining() {}

    public static void main(String[] none) throws IOException {
        int unused = FailoverAgent.commandLine(checked -> ExitCode.UNUSABLE, new SystemHostView())
                .execute("config", "check", "--keys");
        System.exit(new ProgramClasses(OURS).load() > 0 ? 0 : 1);
    }
}
