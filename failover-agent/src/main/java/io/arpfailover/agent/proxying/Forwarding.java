package io.arpfailover.agent.proxying;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the kernel passes on what arrives here for others. */
public final class Forwarding {
    private Forwarding() {}

    /** What the kernel would drop of what arrives on this interface for others, in one line. */
    public static Optional<String> trouble(String interfaceName) {
        Path file = Path.of("/proc/sys/net/ipv4/conf", interfaceName, "forwarding");
        try {
            return Files.readString(file).strip().equals("0")
                    ? Optional.of("this machine does not forward what comes in on " + interfaceName
                            + ": proxied hosts will not be reached; switch it on: sysctl -w net.ipv4.ip_forward=1")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot read " + file + "; check that net.ipv4.ip_forward is 1");
        }
    }
}
