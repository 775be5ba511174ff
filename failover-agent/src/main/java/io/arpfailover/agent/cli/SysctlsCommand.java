package io.arpfailover.agent.cli;

import picocli.CommandLine.Command;

/** {@code sysctls}: the kernel's settings that an agent changes with {@code sysctls: set}. */
@Command(name = "sysctls", description = "Looks after the kernel's settings that an agent has changed.")
final class SysctlsCommand extends CommandGroup {}
