package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.sniffer.Medium;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an interface is made of, as the kernel's files tell (Linux, Documentation/ABI/testing/sysfs-class-net).
 *
 * @param interfaces the directory with one entry per interface
 */
record InterfaceMedium(Path interfaces) {
    /** A bond of VLANs of cards is three deep. */
    private static final int DEEPEST = 4;

    private static final String KIND = "DEVTYPE=";

    static InterfaceMedium ofThisHost() {
        return new InterfaceMedium(Path.of("/sys/class/net"));
    }

    /** Physical when a device drives it, or when it is a VLAN or a bond on such; one that is not there is virtual. */
    Medium of(String name) {
        return of(interfaces.resolve(name), DEEPEST);
    }

    private Medium of(Path entry, int depth) {
        if (Files.exists(entry.resolve("device"))) {
            return Medium.PHYSICAL;
        }
        String kind = kind(entry);
        boolean passesThrough = kind.equals("vlan") || kind.equals("bond");
        if (passesThrough && depth > 0 && lowerOnesArePhysical(entry, depth)) {
            return Medium.PHYSICAL;
        }
        return Medium.virtual("a virtual interface" + (kind.isEmpty() ? "" : " (" + kind + ")"));
    }

    private boolean lowerOnesArePhysical(Path entry, int depth) {
        boolean any = false;
        try (DirectoryStream<Path> lower = Files.newDirectoryStream(entry, "lower_*")) {
            for (Path one : lower) {
                any = true;
                if (!of(one, depth - 1).equals(Medium.PHYSICAL)) {
                    return false;
                }
            }
            return any;
        } catch (IOException e) {
            return false;
        }
    }

    private static String kind(Path entry) {
        try {
            return Files.readAllLines(entry.resolve("uevent")).stream()
                    .filter(line -> line.startsWith(KIND))
                    .map(line -> line.substring(KIND.length()))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
