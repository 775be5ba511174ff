package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the scheduler favours this process's threads over others, so that a busy machine does not keep a heartbeat
 * waiting.
 *
 * <p>The lowest real-time priority (sched(7), SCHED_RR) does: what sleeps most of the time and then needs a core for a
 * millisecond gets it at once. Where that is refused a nice value must do, which counts only among the processes of one
 * session or control group. Linux keeps both per thread, and a new thread or process gets those of the thread that
 * starts it: {@link #lowerThisThread} is for those that start programs.
 */
public final class Priority {
    private static final Logger LOG = LoggerFactory.getLogger(Priority.class);
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final int THIS_THREAD = 0;

    private static final int SCHED_OTHER = 0;
    private static final int SCHED_RR = 2;
    private static final int LOWEST_REAL_TIME = 1;

    private static final int PRIO_PROCESS = 0;
    private static final int NICE_RAISED = -15;
    private static final int NICE_NORMAL = 0;
    private static final int ESRCH = 3;

    private Priority() {}

    /** Raises that of all threads there are. Without the right to it nothing changes, which one line tells. */
    public static void raise() {
        Errno realTime = forAll(thread -> schedule(thread, SCHED_RR, LOWEST_REAL_TIME));
        Errno nice =
                realTime.isError() ? forAll(thread -> Libc.setpriority(PRIO_PROCESS, thread, NICE_RAISED)) : realTime;
        if (nice.isError()) {
            LOG.info(
                    "priority=normal because=\"{}\" do=\"grant CAP_SYS_NICE, or a machine that is busy delays"
                            + " heartbeats\"",
                    nice.symbol());
        } else {
            LOG.info("priority={}", realTime.isError() ? "nice" : "real-time");
        }
    }

    private static Errno forAll(IntConsumer raise) {
        for (int thread : threads()) {
            Errno errno = tried(() -> raise.accept(thread));
            if (errno.isError() && errno.number() != ESRCH) { // that one ended meanwhile
                return errno;
            }
        }
        return Errno.NONE;
    }

    private static Errno tried(Runnable call) {
        try {
            call.run();
            return Errno.NONE;
        } catch (LastErrorException e) {
            return new Errno(e.getErrorCode());
        }
    }

    /** struct sched_param is one number. */
    private static void schedule(int thread, int policy, int priority) {
        ByteBuffer parameter = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        Libc.sched_setscheduler(thread, policy, parameter.putInt(0, priority));
    }

    private static List<Integer> threads() {
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.map(path -> Integer.valueOf(path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + THREADS + ": is /proc mounted?", e);
        }
    }

    /** Gives the calling thread, and what it starts from now on, the priority of any other program. */
    public static void lowerThisThread() {
        told(tried(() -> lower(THIS_THREAD)));
    }

    /** Gives it to all threads there are: undoes {@link #raise}. */
    static void lower() {
        told(forAll(Priority::lower));
    }

    private static void lower(int thread) {
        schedule(thread, SCHED_OTHER, 0);
        Libc.setpriority(PRIO_PROCESS, thread, NICE_NORMAL);
    }

    private static void told(Errno errno) {
        if (errno.isError()) {
            LOG.info("priority=unchanged because=\"{}\"", errno.symbol());
        }
    }
}
