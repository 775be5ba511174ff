package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** Waiting for file descriptors: poll(2), started again after a signal. */
final class Poll {
    private static final int POLLFD_OCTETS = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final short POLLIN = 1;
    private static final int FOR_EVER = -1;

    private Poll() {}

    /** Whether one of the files became readable (or failed, which reading will tell) within the limit. */
    static boolean untilReadable(Duration limit, int... files) {
        return poll(Math.toIntExact(limit.toMillis()), files);
    }

    static void untilReadable(int... files) {
        poll(FOR_EVER, files);
    }

    private static boolean poll(int timeoutMillis, int... files) {
        ByteBuffer pollfds =
                ByteBuffer.allocateDirect(POLLFD_OCTETS * files.length).order(ByteOrder.nativeOrder());
        for (int i = 0; i < files.length; i++) {
            pollfds.putInt(i * POLLFD_OCTETS, files[i]).putShort(i * POLLFD_OCTETS + EVENTS_OFFSET, POLLIN);
        }
        while (true) {
            try {
                return Libc.poll(pollfds, new NativeLong(files.length), timeoutMillis) > 0;
            } catch (LastErrorException e) {
                if (e.getErrorCode() != Errno.EINTR.number()) {
                    throw e;
                }
            }
        }
    }
}
