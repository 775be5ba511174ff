package io.arpfailover.agent.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One boot of one machine, and on it one network namespace: two runs of an agent with the same identity see the same
 * addresses and the same lease.
 *
 * @param text 16 hexadecimal digits. A digest, since a machine's id should not be shown to the network as it is
 */
public record HostIdentity(String text) {
    private static final Path MACHINE = Path.of("/etc/machine-id");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    /** Of the calling thread; for a program that never changes it, of the whole process. */
    private static final Path NAMESPACE = Path.of("/proc/thread-self/ns/net");

    private static final int TEXT_OCTETS = 8;

    public static HostIdentity read() {
        try {
            String machine = Files.exists(MACHINE) ? Files.readString(MACHINE).trim() : "";
            String boot = Files.readString(BOOT).trim();
            return of(machine, boot, Files.readSymbolicLink(NAMESPACE).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell this host from others: is /proc mounted?", e);
        }
    }

    static HostIdentity of(String machine, String boot, String namespace) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", machine, boot, namespace).getBytes(StandardCharsets.UTF_8));
            return new HostIdentity(HexFormat.of().formatHex(digest, 0, TEXT_OCTETS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
