package io.arpfailover.agent.cli.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.sniffer.Medium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterfaceMediumTest {
    @TempDir
    private Path interfaces;

    @Test
    void whatADeviceDrivesIsPhysical() throws IOException {
        card("eth0");
        assertEquals(Medium.PHYSICAL, medium("eth0"));
    }

    @Test
    void whatNoDeviceDrivesIsVirtual() throws IOException {
        made("veth0", "");
        made("br0", "bridge");
        assertEquals(Medium.virtual("a virtual interface"), medium("veth0"));
        assertEquals(Medium.virtual("a virtual interface (bridge)"), medium("br0"));
        assertEquals(Medium.virtual("a virtual interface"), medium("absent"));
    }

    @Test
    void aVlanIsWhatItRunsOver() throws IOException {
        card("eth0");
        made("bond0", "bond", "eth0");
        made("bond0.7", "vlan", "bond0");
        made("macvlan0", "macvlan", "eth0");
        made("macvlan0.7", "vlan", "macvlan0");
        made("lonely", "vlan");
        assertEquals(Medium.PHYSICAL, medium("bond0.7"));
        assertEquals(Medium.virtual("a virtual interface (macvlan)"), medium("macvlan0"));
        assertEquals(Medium.virtual("a virtual interface (vlan)"), medium("macvlan0.7"));
        assertEquals(Medium.virtual("a virtual interface (vlan)"), medium("lonely"));
    }

    private Medium medium(String name) {
        return new InterfaceMedium(interfaces).of(name);
    }

    private void card(String name) throws IOException {
        Files.createDirectories(interfaces.resolve(name).resolve("device"));
    }

    private void made(String name, String kind, String... lower) throws IOException {
        Path entry = Files.createDirectory(interfaces.resolve(name));
        Files.writeString(entry.resolve("uevent"), (kind.isEmpty() ? "" : "DEVTYPE=" + kind + "\n") + "INTERFACE=x\n");
        for (String one : lower) {
            Files.createSymbolicLink(entry.resolve("lower_" + one), interfaces.resolve(one));
        }
    }
}
