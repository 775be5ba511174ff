package io.arpfailover.agent.neighbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The resolver and libslirp, a TCP/IP stack in user space with an ARP of its own, each other's neighbours.
 *
 * <p>Debian's {@code slirp4netns} puts libslirp behind an interface tap0 in namespace "a". It is the host 10.0.2.2 there;
 * what is sent to it, it sends on to the loopback of namespace "host", and a connection to a port of that loopback it
 * sends to us.
 */
@Timeout(60)
class SlirpNetnsIT {
    private static final Ipv4Address OURS = Ipv4Address.parse("10.0.2.55");
    private static final Ipv4Address SLIRPS = Ipv4Address.parse("10.0.2.2");
    private static final MacAddress REPLACED = MacAddress.parse("02:00:0a:00:02:99");
    private static final int FORWARDED = 8080;
    private static final int PORT = 9999;

    private final NetnsLab lab = NetnsLab.create();

    @TempDir
    private Path directory;

    private Process slirp;
    private ResolverOnLink resolver;

    @BeforeEach
    void open() throws IOException {
        lab.namespace("a");
        lab.namespace("host");
        slirp = start();
        NetnsLab.until("slirp4netns is there", () -> lab.ip("a", "-o link").contains("tap0") && Files.exists(api()));
        lab.ip("a", "link set tap0 up");
        resolver = ResolverOnLink.open(lab, "a", "tap0", OURS);
    }

    @AfterEach
    void close() throws InterruptedException {
        resolver.close();
        slirp.destroy();
        assertTrue(slirp.waitFor(10, TimeUnit.SECONDS));
        lab.close();
    }

    @Test
    void resolvesItAndSendsItTwentyTwoFragments() throws IOException {
        byte[] data = new byte[32_000];
        new Random(1).nextBytes(data);
        List<byte[]> fragments = PacketPort.fragments(OURS.octets(), SLIRPS.octets(), PORT, data);
        try (DatagramSocket socket = lab.call("host", () -> ResolverNetnsIT.listening("127.0.0.1"))) {
            resolver.send(SLIRPS, fragments);
            DatagramPacket received = new DatagramPacket(new byte[data.length + 1], data.length + 1);
            socket.receive(received);
            assertArrayEquals(data, Arrays.copyOf(received.getData(), received.getLength()));
        }
        assertEquals(1, resolver.asked(SLIRPS));
        assertTrue(resolver.lookup(SLIRPS) instanceof Lookup.Found);
    }

    @Test
    void isResolvedByItAndRepointsIt() throws IOException {
        forward();
        try (SocketChannel first = connect()) {
            assertTrue(first.isConnected());
            NetnsLab.until(
                    "its packet comes", () -> resolver.port.destinations().contains(resolver.mac()));
        }
        long answers = answers();
        assertTrue(answers > 0, "it asked for us");
        lab.ip("a", "link set tap0 address " + REPLACED);
        resolver.macChanged(REPLACED);
        try (SocketChannel second = connect()) {
            assertTrue(second.isConnected());
            NetnsLab.until(
                    "its packet comes to the new MAC",
                    () -> resolver.port.destinations().contains(REPLACED));
        }
        assertEquals(answers, answers(), "it did not have to ask");
    }

    private long answers() {
        return resolver.effects.stream()
                .filter(effect -> effect instanceof NeighborEffect.Answer<byte[]>)
                .count();
    }

    private Process start() throws IOException {
        List<String> command = List.of(
                "ip",
                "netns",
                "exec",
                lab.fullName("host"),
                "slirp4netns",
                "--netns-type=path",
                "--api-socket=" + api(),
                "/run/netns/" + lab.fullName("a"),
                "tap0");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("slirp.log").toFile())
                .start();
    }

    private Path api() {
        return directory.resolve("slirp.api");
    }

    /** Connections to the port of the host's loopback are to come to us. */
    private void forward() throws IOException {
        String request = """
                {"execute": "add_hostfwd", "arguments": {"proto": "tcp", "host_addr": "127.0.0.1", "host_port": %d, \
                "guest_addr": "%s", "guest_port": 80}}""".formatted(FORWARDED, OURS);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(api()));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            ByteBuffer reply = ByteBuffer.allocate(1024);
            int length = channel.read(reply);
            String said = new String(reply.array(), 0, Math.max(0, length), StandardCharsets.UTF_8);
            assertTrue(said.contains("return"), said);
        }
    }

    /** Libslirp takes the connection first and then turns to us, who never answer it. */
    private SocketChannel connect() {
        return lab.call(
                "host", () -> SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), FORWARDED)));
    }
}
