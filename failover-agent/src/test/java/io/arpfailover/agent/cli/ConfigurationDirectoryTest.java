package io.arpfailover.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.cli.ConfigurationDirectory.Choice;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigurationDirectoryTest {
    @TempDir
    private Path path;

    @Test
    void agentYamlGoesBeforeAllOthers() throws IOException {
        write("agent.yaml", "web.yaml");
        assertEquals(Choice.of(path.resolve("agent.yaml")), directory().standard());
    }

    @Test
    void theOnlyFileNeedsNoName() throws IOException {
        write("web.yaml", "web.secret");
        assertEquals(Choice.of(path.resolve("web.yaml")), directory().standard());
    }

    @Test
    void severalAreNamed() throws IOException {
        write("web.yaml", "mail.yaml");
        assertEquals(
                Choice.refused("several clusters are configured here; add --cluster and one of: mail, web"),
                directory().standard());
    }

    @Test
    void withoutAnyThePlaceForOneIsNamed() {
        assertEquals(Choice.of(path.resolve("agent.yaml")), directory().standard());
        Path missing = path.resolve("missing");
        assertEquals(Choice.of(missing.resolve("agent.yaml")), new ConfigurationDirectory(missing).standard());
    }

    @Test
    void aClusterHasAFileOfItsName() {
        assertEquals(Choice.of(path.resolve("web.yaml")), directory().of(new ClusterName("web")));
    }

    @Test
    void twoNamesForOneFileAreAMistake() {
        assertEquals(
                "failover-agent: --config and --cluster both name a file; give one of them\n",
                problemsOf("--config", "x.yaml", "--cluster", "web"));
    }

    @Test
    void noNameLeadsOutOfTheDirectory() {
        assertEquals(
                "failover-agent: --cluster: '../web' is no cluster's name (1 to 32 lower-case letters, digits or"
                        + " hyphens, a letter first)\n",
                problemsOf("--cluster", "../web"));
    }

    private String problemsOf(String... arguments) {
        ConfigurationOption option = new ConfigurationOption(directory());
        new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("o", mixin(option))).parseArgs(arguments);
        StringWriter problems = new StringWriter();
        option.read(new PrintWriter(problems, true));
        return problems.toString();
    }

    private static CommandLine.Model.CommandSpec mixin(ConfigurationOption option) {
        return CommandLine.Model.CommandSpec.forAnnotatedObject(option);
    }

    private ConfigurationDirectory directory() {
        return new ConfigurationDirectory(path);
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Files.writeString(path.resolve(name), "");
        }
    }
}
