package io.arpfailover.agent.check;

import io.arpfailover.agent.kernel.OutputPipe;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The first octets that a script writes; the rest is read and thrown away, so that it does not wait for a reader. */
final class FirstOutput {
    /** A line of 200 characters, each of four octets, behind an empty one or two. */
    private static final int KEPT_OCTETS = 1024;

    /** In one go, so that one who writes without end does not hide that the time is over. */
    private static final int MOST_READS = 1024;

    private static final int CHUNK_OCTETS = 16 * 1024;

    private final OutputPipe pipe;
    private final ByteBuffer chunk;
    private final ByteBuffer kept = ByteBuffer.allocate(KEPT_OCTETS);

    /**
     * @param chunk from {@link #chunk}, to be used again for the next run
     */
    FirstOutput(OutputPipe pipe, ByteBuffer chunk) {
        this.pipe = pipe;
        this.chunk = chunk;
    }

    /** Memory to read into. It is not on the heap, so it would be a long time until unused ones are collected. */
    static ByteBuffer chunk() {
        return ByteBuffer.allocateDirect(CHUNK_OCTETS);
    }

    /**
     * Takes what is there now.
     *
     * @return whether there was anything
     */
    boolean drain() {
        int count = 1;
        int reads = 0;
        while (reads < MOST_READS && count > 0) {
            count = pipe.read(chunk.clear());
            kept.put(chunk.limit(Math.min(count, kept.remaining())));
            reads++;
        }
        return reads > 1;
    }

    String text() {
        return new String(kept.array(), 0, kept.position(), StandardCharsets.UTF_8);
    }
}
