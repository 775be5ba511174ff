package io.arpfailover.agent.netns;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A small network of namespaces, for one test; closing takes all of it away.
 *
 * <pre>
 *   try (NetnsLab lab = NetnsLab.create()) {
 *       lab.lan("lan0", "a", "b");                           // a and b, each with lan0, joined by a bridge
 *       lab.ip("a", "addr add 10.9.0.1/24 dev lan0");
 *       lab.in("a", () -> { ... sockets made here, and in threads started here, live in a ... });
 *   }
 * </pre>
 *
 * <p>{@link #in} runs its block on a thread of its own that has entered the namespace (setns(2) concerns one thread
 * only), so the test's own thread never leaves the root namespace. Threads inherit the namespace from the one that
 * starts them, so open and start there what has threads of its own. A socket stays in the namespace it was made in,
 * whoever uses it: what is opened inside ({@code Rtnetlink}, {@code KernelLease}) may be used outside. What a JVM-wide
 * pool runs (common pool, parallel streams) is in no namespace for sure.
 *
 * <p>Namespaces are named {@code afk-PID-NUMBER-NAME}. A later lab deletes those of a process that was killed.
 */
public final class NetnsLab implements AutoCloseable {
    private static final String PREFIX = "afk-";
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;

    private final String prefix;
    private final Set<String> names = new LinkedHashSet<>();
    private final Thread atExit = new Thread(this::deleteAll, "netns-lab-cleanup");
    private int peers;

    private NetnsLab(String prefix) {
        this.prefix = prefix;
    }

    /** An empty lab. Fails when the process may not make namespaces. */
    public static NetnsLab create() {
        deleteThoseOfDeadProcesses();
        NetnsLab lab = new NetnsLab(
                PREFIX + ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime() & 0xffffff, 36) + "-");
        Runtime.getRuntime().addShutdownHook(lab.atExit);
        return lab;
    }

    private static void deleteThoseOfDeadProcesses() {
        if (!Files.isDirectory(NAMESPACES)) {
            return;
        }
        try (Stream<Path> all = Files.list(NAMESPACES)) {
            all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX) && isOfDeadProcess(name))
                    .forEach(name -> run("ip", "netns", "del", name));
        } catch (IOException e) {
            throw new AssertionError("cannot list " + NAMESPACES, e);
        }
    }

    private static boolean isOfDeadProcess(String name) {
        String pid = name.substring(PREFIX.length()).split("-", 2)[0];
        return pid.matches("[0-9]+")
                && ProcessHandle.of(Long.parseLong(pid))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
    }

    /** Makes a namespace, with its loopback up, unless there is one of that name. */
    public NetnsLab namespace(String name) {
        if (names.add(name)) {
            run("ip", "netns", "add", fullName(name));
            ip(name, "link set lo up");
        }
        return this;
    }

    /** The name under which `ip netns` knows it. */
    public String fullName(String name) {
        return prefix + name;
    }

    /** Joins two namespaces, made when missing, by a cable; both ends are up. */
    public NetnsLab cable(String a, String interfaceOfA, String b, String interfaceOfB) {
        namespace(a);
        namespace(b);
        run(
                "ip",
                "link",
                "add",
                interfaceOfA,
                "netns",
                fullName(a),
                "type",
                "veth",
                "peer",
                "name",
                interfaceOfB,
                "netns",
                fullName(b));
        ip(a, "link set " + interfaceOfA + " up");
        ip(b, "link set " + interfaceOfB + " up");
        return this;
    }

    /**
     * Joins namespaces by one bridge, which lives in a namespace of its own named like the interface.
     *
     * @param interfaceName the interface's name in every one of them
     */
    public NetnsLab lan(String interfaceName, String... members) {
        namespace(interfaceName);
        ip(interfaceName, "link add br0 type bridge");
        ip(interfaceName, "link set br0 up");
        for (String member : members) {
            String port = "p" + peers++;
            cable(member, interfaceName, interfaceName, port);
            ip(interfaceName, "link set " + port + " master br0");
        }
        return this;
    }

    /** Runs `ip` with these words in the namespace; returns what it printed. */
    public String ip(String namespace, String words) {
        return run(concat(List.of("ip", "-n", fullName(namespace)), Arrays.asList(words.split(" "))));
    }

    /** Runs a program in the namespace; returns what it printed. */
    public String exec(String namespace, String... command) {
        return run(concat(List.of("ip", "netns", "exec", fullName(namespace)), List.of(command)));
    }

    /** A step of a test that has no result. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    public void in(String namespace, Step step) {
        call(namespace, () -> {
            step.run();
            return true;
        });
    }

    /** Runs the block in the namespace and hands on what it returns or throws. */
    public <T> T call(String namespace, Callable<T> block) {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter(NAMESPACES.resolve(fullName(namespace)));
            return block.call();
        });
        Thread thread = new Thread(task, "in-" + namespace);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    private static RuntimeException thrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    /** Waits for a condition, for at most ten seconds. */
    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 10 s: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        deleteAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM is ending: the hook is running
        }
    }

    private synchronized void deleteAll() {
        List<String> mine = new ArrayList<>(names);
        names.clear();
        mine.forEach(name -> run("ip", "netns", "del", fullName(name)));
    }

    private static String run(List<String> command) {
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static void enter(Path namespace) {
        int file = Calls.open(namespace.toString(), O_RDONLY_CLOEXEC);
        try {
            Calls.setns(file, CLONE_NEWNET);
        } finally {
            Calls.close(file);
        }
    }

    /** The C library's calls to change a thread's namespace. */
    private static final class Calls {
        static {
            Native.register(Calls.class, "c");
        }

        private Calls() {}

        static native int open(String path, int flags) throws LastErrorException;

        static native int setns(int file, int kind) throws LastErrorException;

        static native int close(int file) throws LastErrorException;
    }
}
