package io.arpfailover.agent.neighbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The resolver and a Linux kernel, each other's neighbours. */
@Timeout(60)
class ResolverNetnsIT {
    private static final Ipv4Address OURS = Ipv4Address.parse("10.9.0.2");
    private static final Ipv4Address KERNELS = Ipv4Address.parse("10.9.0.5");
    private static final MacAddress REPLACED = MacAddress.parse("02:00:0a:09:00:99");
    private static final int PORT = 9999;

    private final NetnsLab lab = NetnsLab.create();
    private ResolverOnLink resolver;

    @BeforeEach
    void open() {
        lab.cable("a", "lan0", "b", "lan0");
        lab.ip("a", "addr add 10.9.0.1/24 dev lan0");
        resolver = ResolverOnLink.open(lab, "a", "lan0", OURS);
    }

    @AfterEach
    void close() {
        resolver.close();
        lab.close();
    }

    @Test
    void resolvesTheKernelAndNoticesThatItHasAnotherMac() {
        kernelHasItsAddress();
        resolver.resolve(KERNELS);
        NetnsLab.until("it is found", () -> resolver.lookup(KERNELS).equals(new Lookup.Found(kernelsMac())));
        assertEquals(1, resolver.asked(KERNELS));
        lab.ip("b", "link set lan0 address " + REPLACED);
        resolver.verify(KERNELS);
        NetnsLab.until("the new one is found", () -> resolver.lookup(KERNELS).equals(new Lookup.Found(REPLACED)));
    }

    @Test
    void isResolvedByTheKernelAndRepointsIt() {
        kernelHasItsAddress();
        kernelSendsToUs();
        NetnsLab.until("the kernel knows us", () -> kernelsEntry().contains("lladdr " + resolver.mac()));
        assertTrue(kernelsEntry().contains("REACHABLE"), this::kernelsEntry);
        lab.ip("a", "link set lan0 address " + REPLACED);
        resolver.macChanged(REPLACED);
        NetnsLab.until("the kernel knows our new MAC", () -> kernelsEntry().contains("lladdr " + REPLACED));
        assertEquals(0, resolver.asked(KERNELS));
        kernelSendsToUs();
        NetnsLab.until("packets come to it", () -> resolver.port.destinations().contains(REPLACED));
    }

    /** The kernel's own address in the same namespace is the kernel's to answer for: one reply, not two. */
    @Test
    void leavesTheKernelsAddressesToTheKernel() {
        kernelHasItsAddress();
        lab.exec("b", "ping", "-c", "1", "-W", "5", "10.9.0.1");
        assertTrue(resolver.effects.stream().noneMatch(effect -> effect instanceof NeighborEffect.Answer<byte[]>));
    }

    @Test
    void twentyTwoFragmentsWaitForALateAnswerAndArriveWhole() throws IOException {
        byte[] data = new byte[32_000];
        new Random(1).nextBytes(data);
        List<byte[]> fragments = PacketPort.fragments(OURS.octets(), KERNELS.octets(), PORT, data);
        assertEquals(22, fragments.size());
        try (DatagramSocket socket = lab.call("b", () -> listening("0.0.0.0"))) {
            resolver.send(KERNELS, fragments);
            assertEquals(1, resolver.asked(KERNELS));
            kernelHasItsAddress();
            DatagramPacket received = new DatagramPacket(new byte[data.length + 1], data.length + 1);
            socket.receive(received);
            assertArrayEquals(data, Arrays.copyOf(received.getData(), received.getLength()));
        }
        assertEquals(2, resolver.asked(KERNELS), "one before it had the address, one after");
        assertEquals(List.of(fragments), delivered());
    }

    /** Debian's arping finds the same. */
    @Test
    void findsWhatArpingFinds() {
        kernelHasItsAddress();
        resolver.resolve(KERNELS);
        NetnsLab.until("it is found", () -> resolver.lookup(KERNELS) instanceof Lookup.Found);
        String said = lab.exec("a", "arping", "-c", "1", "-I", "lan0", KERNELS.toString());
        Lookup.Found found = (Lookup.Found) resolver.lookup(KERNELS);
        assertTrue(said.toLowerCase(Locale.ROOT).contains(found.mac().toString()), said);
    }

    static DatagramSocket listening(String address) throws IOException {
        DatagramSocket socket = new DatagramSocket(null);
        socket.setReceiveBufferSize(1 << 20);
        socket.setSoTimeout(10_000);
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), PORT));
        return socket;
    }

    private List<List<byte[]>> delivered() {
        return resolver.effects.stream()
                .filter(effect -> effect instanceof NeighborEffect.Deliver<byte[]>)
                .map(effect -> ((NeighborEffect.Deliver<byte[]>) effect).packets())
                .toList();
    }

    private void kernelHasItsAddress() {
        lab.ip("b", "addr add " + KERNELS + "/24 dev lan0");
    }

    /** Nobody answers the packet itself: the host it is for has no more than ARP. */
    private void kernelSendsToUs() {
        lab.in("b", () -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(new byte[] {1}, 1, InetAddress.getByName(OURS.toString()), PORT));
            }
        });
    }

    private String kernelsEntry() {
        return lab.ip("b", "neigh show " + OURS + " dev lan0");
    }

    private MacAddress kernelsMac() {
        return lab.call("b", () -> {
            try (Rtnetlink rtnetlink = Rtnetlink.open()) {
                return rtnetlink.link("lan0").orElseThrow().mac();
            }
        });
    }
}
