package io.arpfailover.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.arpfailover.agent.config.ConfigurationSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config schema}: what an editor can check while a configuration is written. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of a configuration, for editors; reads none.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class)
final class ConfigSchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws JsonProcessingException {
        String schema =
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(ConfigurationSchema.tree());
        spec.commandLine().getOut().println(schema);
        return ExitCode.OK;
    }
}
