package io.arpfailover.agent.kernel;

import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
import io.arpfailover.agent.multihome.Host;
import io.arpfailover.agent.multihome.HostInterface;
import io.arpfailover.agent.multihome.Setting;
import io.arpfailover.agent.multihome.Sysctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The kernel's settings below /proc/sys/net/ipv4 that have a say in ARP: those of the network namespace of the thread
 * that calls.
 */
public final class Sysctls {
    private static final Path PROC = Path.of("/proc/sys");
    private static final Path NONLOCAL_BIND = PROC.resolve("net/ipv4/ip_nonlocal_bind");

    private Sysctls() {}

    /** The interfaces, their addresses and settings as they are now. */
    public static Host read(Rtnetlink rtnetlink) {
        return new Host(
                rtnetlink.links().stream().map(link -> read(rtnetlink, link)).toList(),
                values(Setting.ALL),
                number(NONLOCAL_BIND).orElse(0) != 0);
    }

    private static HostInterface read(Rtnetlink rtnetlink, LinkState link) {
        return new HostInterface(
                link.name(),
                link.up() && link.arp(),
                rtnetlink.addresses(link.index()).stream()
                        .map(AssignedAddress::prefix)
                        .toList(),
                values(link.name()));
    }

    private static Map<Sysctl, Integer> values(String interfaceName) {
        Map<Sysctl, Integer> values = new EnumMap<>(Sysctl.class);
        for (Sysctl sysctl : Sysctl.values()) {
            value(interfaceName, sysctl).ifPresent(value -> values.put(sysctl, value));
        }
        return values;
    }

    /** The interface's own value; empty when there is no such interface, or the kernel does not know the setting. */
    static OptionalInt value(String interfaceName, Sysctl sysctl) {
        return number(PROC.resolve(new Setting(interfaceName, sysctl, 0).path()));
    }

    private static OptionalInt number(Path file) {
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(file).trim()));
        } catch (IOException | NumberFormatException unknown) {
            return OptionalInt.empty();
        }
    }

    /** Sets one; it is done also when the interface is gone, since with it went what was wrong. */
    static KernelResult set(Setting setting) {
        try {
            Files.writeString(PROC.resolve(setting.path()), Integer.toString(setting.value()));
            return new Done();
        } catch (NoSuchFileException gone) {
            return new Done();
        } catch (IOException e) {
            String reason = Optional.ofNullable(e.getMessage()).orElse("refused");
            return new Failed(
                    Reason.NOT_PERMITTED,
                    "cannot set " + setting + ": " + reason
                            + "; run as root with /proc/sys writable (ProtectKernelTunables=no), or set it by hand");
        }
    }
}
