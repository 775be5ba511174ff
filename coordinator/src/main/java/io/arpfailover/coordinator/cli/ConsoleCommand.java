package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.console.Console;
import io.arpfailover.coordinator.console.ConsoleException;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coordinator console}: the web page for an ensemble that exists. */
@Command(
        name = "console",
        description =
                "Serves the web page of all clusters in the foreground, until SIGTERM or SIGINT; runs no ZooKeeper.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class)
final class ConsoleCommand implements Callable<Integer> {
    @Mixin
    private EnsembleOptions ensemble;

    @Mixin
    private ConsoleOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws ConsoleException, StoreException, InterruptedException {
        Console console = options.bind(ensemble.consoleKeys())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "there is no console to serve: its address is off, or taken; see --console"));
        console.start(options.zookeeper(ensemble.connect(), ensemble.authFile()));
        spec.commandLine().getOut().println("coordinator: console on " + console.url());
        spec.commandLine().getOut().flush();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(console), "stop"));
        new CountDownLatch(1).await();
        return 0;
    }

    /** A stop that was asked for is a success, which the runtime would report as 143. */
    private static void stop(Console console) {
        console.close();
        Runtime.getRuntime().halt(0);
    }
}
