package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.agent.kernel.MemoryFile;
import io.arpfailover.agent.kernel.OutputPipe;
import io.arpfailover.agent.kernel.ProcessGroup;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program in a session of its own, with the environment it is given, and what it is given to read.
 *
 * <p>What it leaves behind is killed with it, however often that forked. Only a process that made a session of its own
 * stays when its script ends by itself: that is a daemon on purpose. When the script is killed, such a one is killed
 * too, unless its parent has ended before.
 */
final class ScriptCheck implements Check {
    private static final int BETWEEN_READS_MILLIS = 50;
    /** While output comes: a pipe holds 64 KiB, and the script waits whenever it is full. */
    private static final int BETWEEN_READS_OF_MUCH_MILLIS = 1;

    private final String name;
    private final CheckKind.Script kind;
    private final Map<String, String> environment;
    private final String input;
    private final ByteBuffer chunk = FirstOutput.chunk();

    ScriptCheck(String name, CheckKind.Script kind, Map<String, String> environment) {
        this(name, kind, environment, "");
    }

    /**
     * @param input what it finds on its standard input
     */
    ScriptCheck(String name, CheckKind.Script kind, Map<String, String> environment, String input) {
        this.name = name;
        this.kind = kind;
        this.environment = Map.copyOf(environment);
        this.input = input;
    }

    @Override
    public CheckResult run() throws InterruptedException {
        Path file = kind.file();
        if (!Files.isRegularFile(file)) {
            return failed(file + " does not exist; install it, or correct the configuration");
        }
        if (!Files.isExecutable(file)) {
            return failed(file + " is not executable; run 'chmod +x " + file + "'");
        }
        try (OutputPipe pipe = OutputPipe.open();
                MemoryFile text = MemoryFile.holding(input)) {
            return result(pipe, text);
        } catch (IOException e) {
            return failed(file + " cannot be run, is util-linux installed? " + e.getMessage());
        }
    }

    private CheckResult result(OutputPipe pipe, MemoryFile text) throws IOException, InterruptedException {
        Process process = start(pipe, text);
        FirstOutput output = new FirstOutput(pipe, chunk);
        try {
            int pause = BETWEEN_READS_MILLIS;
            while (!process.waitFor(pause, TimeUnit.MILLISECONDS)) {
                pause = output.drain() ? BETWEEN_READS_OF_MUCH_MILLIS : BETWEEN_READS_MILLIS;
            }
        } catch (InterruptedException abandoned) {
            kill(process);
            throw abandoned;
        }
        new ProcessGroup(Math.toIntExact(process.pid())).kill();
        output.drain();
        int exit = process.exitValue();
        return exit == 0
                ? CheckResult.passed(name, output.text())
                : failed("exit " + exit + (output.text().isEmpty() ? "" : ": " + output.text()));
    }

    private Process start(OutputPipe pipe, MemoryFile text) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid", kind.file().toString()));
        command.addAll(kind.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectInput(text.path().toFile())
                .redirectOutput(pipe.writeEnd().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        pipe.closeWriteEnd();
        return process;
    }

    /** And waits until it is gone, however long that takes: until then the check must not be started again. */
    private static void kill(Process process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        new ProcessGroup(Math.toIntExact(process.pid())).kill();
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    private CheckResult failed(String text) {
        return CheckResult.failed(name, text);
    }
}
