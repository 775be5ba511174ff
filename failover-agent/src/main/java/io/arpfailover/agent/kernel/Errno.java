package io.arpfailover.agent.kernel;

import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;

/**
 * An error number of Linux, and what it means to this package.
 *
 * @param number positive; 0 is no error
 */
record Errno(int number) {
    static final Errno NONE = new Errno(0);
    static final Errno EPERM = new Errno(1);
    static final Errno ENOENT = new Errno(2);
    static final Errno EINTR = new Errno(4);
    static final Errno EAGAIN = new Errno(11);
    static final Errno EACCES = new Errno(13);
    static final Errno ENODEV = new Errno(19);
    static final Errno EADDRNOTAVAIL = new Errno(99);
    static final Errno ENOBUFS = new Errno(105);
    static final Errno ETIMEDOUT = new Errno(110);

    boolean isError() {
        return number != 0;
    }

    /** The name in errno(3), for the numbers met here; others as a number. */
    String symbol() {
        return switch (number) {
            case 1 -> "EPERM";
            case 2 -> "ENOENT";
            case 4 -> "EINTR";
            case 11 -> "EAGAIN";
            case 12 -> "ENOMEM";
            case 13 -> "EACCES";
            case 16 -> "EBUSY";
            case 17 -> "EEXIST";
            case 19 -> "ENODEV";
            case 22 -> "EINVAL";
            case 34 -> "ERANGE";
            case 93 -> "EPROTONOSUPPORT";
            case 95 -> "EOPNOTSUPP";
            case 97 -> "EAFNOSUPPORT";
            case 99 -> "EADDRNOTAVAIL";
            case 105 -> "ENOBUFS";
            case 110 -> "ETIMEDOUT";
            default -> "errno " + number;
        };
    }

    Failed failed(String what) {
        return new Failed(reason(), describe(what));
    }

    /** One line: what failed, the symbol, and the remedy when there is a usual one. */
    String describe(String what) {
        return "cannot " + what + ": " + symbol() + remedy();
    }

    private Reason reason() {
        return switch (number) {
            case 1, 13 -> Reason.NOT_PERMITTED;
            case 19 -> Reason.INTERFACE_GONE;
            default -> Reason.REFUSED;
        };
    }

    private String remedy() {
        return switch (reason()) {
            case NOT_PERMITTED -> "; the process needs CAP_NET_ADMIN: run it as root or grant it the capability";
            case INTERFACE_GONE -> "; the interface does not exist: check its name with `ip link`";
            case LEASE_ENDED, TABLE_GONE, REFUSED -> "";
        };
    }
}
