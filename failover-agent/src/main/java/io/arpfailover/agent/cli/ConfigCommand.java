package io.arpfailover.agent.cli;

import picocli.CommandLine.Command;

/** {@code config}: what can be done with a configuration without running it. */
@Command(name = "config", description = "Looks at the configuration without running the agent.")
final class ConfigCommand extends CommandGroup {}
