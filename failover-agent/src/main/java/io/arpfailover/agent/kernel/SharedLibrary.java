package io.arpfailover.agent.kernel;

import com.sun.jna.NativeLibrary;

/** A library of the system, in the language C, that the agent cannot do without. */
public enum SharedLibrary {
    /** For frames. Named without its version, as pcap4j looks for it. */
    LIBPCAP("libpcap", "pcap", "libpcap0.8"),
    /** For the lease. */
    LIBNFTABLES("libnftables", "libnftables.so.1", "libnftables1");

    private final String text;
    private final String file;
    private final String debianPackage;

    SharedLibrary(String text, String file, String debianPackage) {
        this.text = text;
        this.file = file;
        this.debianPackage = debianPackage;
    }

    public String text() {
        return text;
    }

    public String debianPackage() {
        return debianPackage;
    }

    /** Loads it, unless it is loaded already. */
    public boolean canBeLoaded() {
        return canBeLoaded(file);
    }

    static boolean canBeLoaded(String file) {
        try {
            return NativeLibrary.getInstance(file).getFile() != null;
        } catch (UnsatisfiedLinkError missing) {
            return false;
        }
    }
}
