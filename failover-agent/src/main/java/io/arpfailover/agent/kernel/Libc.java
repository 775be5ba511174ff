package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;

/** The calls of the C library behind sockets, pipes, process groups and priorities. Buffers are direct, in native order. */
final class Libc {
    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int bind(int socket, ByteBuffer address, int length) throws LastErrorException;

    static native int connect(int socket, ByteBuffer address, int length) throws LastErrorException;

    static native int getsockname(int socket, ByteBuffer address, ByteBuffer length) throws LastErrorException;

    static native int setsockopt(int socket, int level, int option, ByteBuffer value, int length)
            throws LastErrorException;

    static native NativeLong send(int socket, ByteBuffer octets, NativeLong length, int flags)
            throws LastErrorException;

    static native NativeLong recv(int socket, ByteBuffer octets, NativeLong length, int flags)
            throws LastErrorException;

    static native int poll(ByteBuffer pollfds, NativeLong count, int timeoutMillis) throws LastErrorException;

    static native int eventfd(int initial, int flags) throws LastErrorException;

    static native NativeLong write(int file, ByteBuffer octets, NativeLong length) throws LastErrorException;

    static native NativeLong read(int file, ByteBuffer octets, NativeLong length) throws LastErrorException;

    static native int pipe2(int[] files, int flags) throws LastErrorException;

    static native int memfd_create(String name, int flags) throws LastErrorException;

    static native int kill(int process, int signal) throws LastErrorException;

    static native int sched_setscheduler(int thread, int policy, ByteBuffer parameter) throws LastErrorException;

    static native int setpriority(int which, int who, int nice) throws LastErrorException;

    static native int close(int file) throws LastErrorException;
}
