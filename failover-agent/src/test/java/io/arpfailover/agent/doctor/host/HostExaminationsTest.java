package io.arpfailover.agent.doctor.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.Samples;
import io.arpfailover.agent.doctor.AgentSight;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.agent.doctor.Remark.Grade;
import io.arpfailover.agent.kernel.AssignedAddress;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each look at a host makes of what it sees. */
class HostExaminationsTest {
    private static final Ipv4Prefix SHARED = Ipv4Prefix.parse("10.9.0.100/24");
    private static final ServiceUser ROOT = new ServiceUser(0, 0, "root");
    private static final ServiceUser SERVICE = new ServiceUser(990, 991, "arp-failover");
    private static final Path SECRET = Path.of("/etc/arp-failover/web.secret");

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({
        "tsc, GOOD",
        "kvm-clock, GOOD",
        "arch_sys_counter, GOOD",
        "acpi_pm, ADVICE",
        "hpet, ADVICE",
        "jiffies, ADVICE",
        "pit, ADVICE",
        "sundial, ADVICE"
    })
    void theClockSource(String source, Grade grade) throws IOException {
        write("/sys/devices/system/clocksource/clocksource0/current_clocksource", source + "\n");
        Remark remark = only(new ClockSource(files()));
        assertEquals(grade, remark.grade());
        assertTrue(remark.text().contains(source), remark.text());
    }

    @Test
    void noClockSourceToBeSeen() {
        assertEquals(Grade.ADVICE, only(new ClockSource(files())).grade());
    }

    @ParameterizedTest
    @CsvSource({"fpu hypervisor lm, ADVICE", "fpu lm, GOOD", "hypervisors, GOOD"})
    void aVirtualMachineMayBePaused(String flags, Grade grade) throws IOException {
        write("/proc/cpuinfo", "processor\t: 0\nflags\t\t: " + flags + "\n");
        write("/sys/class/dmi/id/product_name", "Standard PC\n");
        Remark remark = only(new Machine(files()));
        assertEquals(grade, remark.grade());
        assertTrue(remark.text().contains("(Standard PC)"), remark.text());
    }

    @ParameterizedTest
    @CsvSource({"11.0.2, BAD", "16, BAD", "17.0.9, GOOD", "25, GOOD", "26-ea, ADVICE"})
    void java(String version, Grade grade) {
        assertEquals(
                grade, new JavaVersion().judge(Runtime.Version.parse(version)).grade());
    }

    @ParameterizedTest
    @CsvSource({"1, 1024, GOOD", "512, 1024, GOOD", "513, 1024, ADVICE", "1000, 8192, ADVICE", "1000, -1, ADVICE"})
    void roomForNeighbours(int addresses, int limit, Grade grade) {
        OptionalInt known = limit < 0 ? OptionalInt.empty() : OptionalInt.of(limit);
        assertEquals(grade, new NeighbourTable(addresses, files()).judge(known).grade());
    }

    @ParameterizedTest
    @CsvSource({
        "1500, 1000, full, GOOD, 'lan0: MTU 1500, 1000 Mbit/s, full duplex'",
        "9000, -1, unknown, GOOD, 'lan0: MTU 9000'",
        "500, 1000, full, BAD, no more than 500 octets",
        "1400, 1000, full, ADVICE, fewer than",
        "1500, 100, half, ADVICE, half duplex",
        "1500, 10, full, ADVICE, runs at 10 Mbit/s"
    })
    void theLink(String mtu, String speed, String duplex, Grade grade, String words) throws IOException {
        write("/sys/class/net/lan0/mtu", mtu);
        write("/sys/class/net/lan0/speed", speed);
        write("/sys/class/net/lan0/duplex", duplex);
        Remark remark = only(new LinkQuality("lan0", files()));
        assertEquals(grade, remark.grade());
        assertTrue(remark.text().contains(words), remark.text());
    }

    @ParameterizedTest
    @CsvSource({
        "true, 0, 600, 64, root, GOOD, for root alone",
        "true, 990, 600, 64, service, GOOD, for arp-failover alone",
        "true, 990, 400, 64, service, GOOD, for arp-failover alone",
        "true, 0, 600, 64, service, BAD, root's alone",
        "true, 1000, 600, 64, root, BAD, belongs to user 1000",
        "true, 0, 640, 64, root, BAD, can be read by others",
        "true, 0, 604, 64, root, BAD, can be read by others",
        "true, 0, 600, 31, root, BAD, fewer than 32",
        "false, 0, 600, 64, root, BAD, is not a regular file"
    })
    void aSecret(boolean regular, int uid, String mode, long octets, String user, Grade grade, String words) {
        PrivateFile examination = secret(user.equals("root") ? ROOT : SERVICE);
        Remark remark = examination.judge(new PrivateFile.Seen.There(regular, uid, Integer.parseInt(mode, 8), octets));
        assertEquals(grade, remark.grade());
        assertTrue(remark.text().contains(words), remark.text());
    }

    @Test
    void aSecretThatIsMissingOrHidden() {
        assertEquals(
                Remark.bad("secret", SECRET + " is missing", "make one"),
                secret(ROOT).judge(new PrivateFile.Seen.Missing()));
        assertEquals(
                Grade.ADVICE, secret(ROOT).judge(new PrivateFile.Seen.Hidden()).grade());
    }

    private static PrivateFile secret(ServiceUser user) {
        return new PrivateFile("secret", SECRET, 32, "make one", user);
    }

    @ParameterizedTest
    @CsvSource({
        "root, 0, 0, 755, 1000, GOOD, can be written to by root",
        "service, 990, 991, 750, 1000, GOOD, can be written to by arp-failover",
        "service, 0, 991, 775, 1000, GOOD, can be written to",
        "service, 0, 0, 755, 1000, BAD, cannot be written to by arp-failover",
        "root, 0, 0, 755, 0, BAD, 0 MiB left",
        "root, 0, 0, 755, 20, ADVICE, 20 MiB left"
    })
    void theStateDirectory(String who, int uid, int gid, String mode, long mebibytes, Grade grade, String words) {
        Path state = Path.of("/var/lib/arp-failover");
        StateDirectory examination = new StateDirectory(state, who.equals("root") ? ROOT : SERVICE);
        Remark remark = examination.judge(
                new StateDirectory.Seen(state, true, uid, gid, Integer.parseInt(mode, 8), mebibytes << 20, false));
        assertEquals(grade, remark.grade());
        assertTrue(remark.text().contains(words), remark.text());
    }

    @Test
    void aStateDirectoryThatIsNoneOrReadOnlyOrNotYetThere() {
        Path state = Path.of("/var/lib/arp-failover");
        StateDirectory examination = new StateDirectory(state, ROOT);
        StateDirectory.Seen file = new StateDirectory.Seen(state, false, 0, 0, 0_755, 1L << 30, false);
        StateDirectory.Seen readOnly = new StateDirectory.Seen(state, true, 0, 0, 0_755, 1L << 30, true);
        StateDirectory.Seen above = new StateDirectory.Seen(Path.of("/var/lib"), true, 0, 0, 0_755, 1L << 30, false);
        assertEquals(state + " is no directory", examination.judge(file).text());
        assertEquals(
                state + " is on a read-only file system",
                examination.judge(readOnly).text());
        assertEquals(
                state + " can be made by root at the agent's start",
                examination.judge(above).text());
    }

    @Test
    void theServiceUserIsTheUnitsWhereOneIsInstalled() throws IOException {
        write("/etc/passwd", "root:x:0:0::/root:/bin/sh\narp-failover:x:990:991::/var/lib/arp-failover:/bin/false\n");
        write("/proc/self/status", "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n");
        assertEquals(ROOT, ServiceUser.of(files()));
        write("/usr/lib/systemd/system/arp-failover-agent@.service", "[Service]\n");
        assertEquals(SERVICE, ServiceUser.of(files()));
    }

    @ParameterizedTest
    @CsvSource({
        "active, enabled, , GOOD",
        "active, disabled, , GOOD ADVICE",
        "'', '', NOT_RUNNING, ADVICE",
        "inactive, enabled, NOT_RUNNING, ADVICE",
        "failed, enabled, NOT_RUNNING, BAD",
        "activating, disabled, NOT_RUNNING, BAD ADVICE",
        "'', '', NOT_FOR_US, ADVICE",
        "active, enabled, STUCK, BAD"
    })
    void theService(String active, String enabled, AgentSight.Why why, String grades) {
        AgentSight sight = Optional.ofNullable(why)
                .<AgentSight>map(silent -> new AgentSight.Silent(silent, "it hangs"))
                .orElseGet(() -> new AgentSight.Answers(Samples.holder()));
        Service examination = new Service("web", files(), () -> sight);
        List<Remark> remarks = examination.judge(new Service.Unit(active, enabled), sight);
        assertEquals(
                grades,
                String.join(
                        " ",
                        remarks.stream().map(remark -> remark.grade().name()).toList()));
    }

    @ParameterizedTest
    @CsvSource({
        "Address=10.9.0.100/24, true",
        "'  - 10.9.0.100/24', true",
        "address1=10.9.0.100/24, true",
        "up ip addr add 10.9.0.100/24 dev lan0, true",
        "Gateway=10.9.0.100, false",
        "via: 10.9.0.100, false",
        "# Address=10.9.0.100/24, false",
        "Address=10.9.0.10/24, false",
        "Address=110.9.0.100/24, false",
        "Address=10.9.0.1001, false"
    })
    void aFileThatAssignsASharedAddress(String line, boolean assigns) {
        List<Mentions.Mention> found = new Mentions(List.of(SHARED.address()))
                .in(List.of(new HostFiles.Text("/etc/file", "[Section]\n" + line + "\n")));
        assertEquals(assigns, !found.isEmpty());
    }

    @Test
    void addressesOfTheAgentHaveALifetimeAndOthersDoNot() {
        AssignedAddress ours = new AssignedAddress(SHARED, true, Optional.of(Duration.ofSeconds(4)));
        AssignedAddress forEver = new AssignedAddress(SHARED, false, Optional.empty());
        AssignedAddress another = new AssignedAddress(Ipv4Prefix.parse("10.9.0.1/24"), false, Optional.empty());
        assertEquals(List.of(Grade.GOOD), grades(seen(List.of(ours, another), Optional.empty(), false, false)));
        assertEquals(List.of(Grade.BAD), grades(seen(List.of(forEver, another), Optional.empty(), false, false)));
    }

    @Test
    void networkManagersThatTakeForeignAddressesAway() {
        Optional<String> file = Optional.of("/run/systemd/network/10-netplan-lan0.network");
        assertEquals(List.of(Grade.GOOD), grades(seen(List.of(), file, true, false)));
        List<Remark> remarks = network().judge(seen(List.of(), file, false, true));
        assertEquals(
                List.of(Grade.ADVICE, Grade.ADVICE),
                remarks.stream().map(Remark::grade).toList());
        assertTrue(
                remarks.get(0).remedy().contains("/etc/systemd/network/10-netplan-lan0.network.d/arp-failover.conf"),
                remarks.get(0).remedy());
    }

    private static NetworkConfiguration.Seen seen(
            List<AssignedAddress> onLan, Optional<String> networkd, boolean keeps, boolean networkManager) {
        return new NetworkConfiguration.Seen(onLan, List.of(), networkd, keeps, networkManager);
    }

    private List<Grade> grades(NetworkConfiguration.Seen seen) {
        return network().judge(seen).stream().map(Remark::grade).toList();
    }

    private NetworkConfiguration network() {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            return new NetworkConfiguration("lan0", List.of(SHARED), files(), rtnetlink);
        }
    }

    @Test
    void networkConfigurationIsReadFromItsPlaces() throws IOException {
        write("/etc/netplan/01.yaml", "addresses:\n - 10.9.0.100/24\n");
        write("/etc/network/interfaces", "iface lan0 inet static\n address 10.9.0.100/24\n");
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            List<Remark> remarks =
                    new NetworkConfiguration("no-such-nic", List.of(SHARED), files(), rtnetlink).examine();
            assertEquals(
                    List.of(
                            "/etc/netplan/01.yaml assigns 10.9.0.100, which is the agent's to assign",
                            "/etc/network/interfaces assigns 10.9.0.100, which is the agent's to assign"),
                    remarks.stream().map(Remark::text).toList());
        }
    }

    @Test
    void aRivalThatRunsWithTheSameAddress() throws IOException {
        assertEquals(Grade.GOOD, only(rivals()).grade());
        write("/etc/keepalived/keepalived.conf", "virtual_ipaddress {\n 10.9.0.100/24\n}\n");
        assertEquals(Grade.ADVICE, only(rivals()).grade(), "it does not run");
        write("/proc/12/comm", "keepalived\n");
        write("/proc/12/cmdline", "keepalived\0-n");
        assertEquals(Grade.BAD, only(rivals()).grade());
        write("/etc/keepalived/keepalived.conf", "virtual_ipaddress {\n 10.9.0.101/24\n}\n");
        assertEquals(Grade.ADVICE, only(rivals()).grade(), "it runs with another address");
        write("/proc/12/cmdline", "keepalived\0--vip\00010.9.0.100");
        assertEquals(Grade.BAD, only(rivals()).grade());
    }

    private Rivals rivals() {
        return new Rivals(List.of(Ipv4Address.parse("10.9.0.100")), files());
    }

    @ParameterizedTest
    @CsvSource({
        "'', GOOD, has what the agent needs",
        "'CapabilityBoundingSet=\nCapabilityBoundingSet=CAP_NET_RAW', BAD, has no CAP_NET_ADMIN,",
        "'AmbientCapabilities=', BAD, has no CAP_NET_ADMIN and no CAP_NET_RAW",
        "'AmbientCapabilities=~CAP_NET_RAW', BAD, has no CAP_NET_RAW",
        "'AmbientCapabilities=CAP_SYS_NICE', GOOD, has what the agent needs"
    })
    void whatADropInLeavesOfTheCapabilities(String dropIn, Grade grade, String words) throws IOException {
        assertEquals(Grade.GOOD, only(new UnitCapabilities("web", files())).grade());
        write(
                "/usr/lib/systemd/system/arp-failover-agent@.service",
                "CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW\nAmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW");
        write("/etc/systemd/system/arp-failover-agent@web.service.d/override.conf", dropIn);
        Remark remark = only(new UnitCapabilities("web", files()));
        assertEquals(grade, remark.grade());
        assertTrue(remark.text().contains(words), remark.text());
    }

    private HostFiles files() {
        return new HostFiles(root);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        Files.writeString(file, text);
    }

    private static Remark only(Examination examination) {
        List<Remark> remarks = examination.examine();
        assertEquals(1, remarks.size(), remarks::toString);
        assertEquals(examination.subject(), remarks.get(0).subject());
        return remarks.get(0);
    }
}
