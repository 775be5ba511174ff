package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Needs the right to raise it, as the other tests on the real kernel need theirs. */
class PriorityNetnsIT {
    /** Field 18 is 20 plus the nice value, or for real time -1 minus the priority (proc(5)). */
    private static final int PRIORITY = 18;

    private static final int REAL_TIME = -2;
    private static final int NORMAL = 20;

    /** Or whatever this JVM starts for later tests would have it too. */
    @AfterEach
    void lowerAllThreads() {
        Priority.lower();
    }

    @Test
    void isInheritedByThreadsAndProcessesUntilLowered() throws Exception {
        Priority.raise();
        assertEquals(REAL_TIME, priorityOfThisThread());
        assertEquals(REAL_TIME, inNewThread(PriorityNetnsIT::priorityOfThisThread));
        assertEquals(REAL_TIME, inNewThread(PriorityNetnsIT::priorityOfNewProcess));
        assertEquals(NORMAL, inNewThread(() -> {
            Priority.lowerThisThread();
            return priorityOfNewProcess();
        }));
        assertEquals(REAL_TIME, priorityOfThisThread());
    }

    private interface Question {
        int ask() throws IOException;
    }

    private static int inNewThread(Question question) throws Exception {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(question.ask());
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        thread.start();
        return answer.get();
    }

    private static int priorityOfThisThread() throws IOException {
        return priority(Files.readString(Path.of("/proc/thread-self/stat")));
    }

    private static int priorityOfNewProcess() throws IOException {
        Process process = new ProcessBuilder("cat", "/proc/self/stat").start();
        return priority(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** The fields behind the name, which may hold blanks, begin with the third. */
    private static int priority(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[PRIORITY - 3]);
    }
}
