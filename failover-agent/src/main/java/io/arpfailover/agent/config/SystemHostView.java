package io.arpfailover.agent.config;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;

/** This machine (this network namespace), as any user may see it: needs no privilege and no native library. */
public final class SystemHostView implements HostView {
    private static final Path ROUTES = Path.of("/proc/net/route");

    @Override
    public List<String> interfaceNames() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(found -> !found.isVirtual() && !isLoopback(found))
                    .map(NetworkInterface::getName)
                    .sorted()
                    .toList();
        } catch (SocketException none) {
            return List.of();
        }
    }

    @Override
    public Optional<List<Ipv4Prefix>> networksOf(String interfaceName) {
        try {
            return Optional.ofNullable(NetworkInterface.getByName(interfaceName))
                    .map(SystemHostView::networks);
        } catch (SocketException unknown) {
            return Optional.empty();
        }
    }

    @Override
    public boolean hasAddress(Ipv4Address address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByAddress(address.octets())) != null;
        } catch (SocketException | UnknownHostException unknown) {
            return false;
        }
    }

    @Override
    public List<Ipv4Address> defaultGateways() {
        try {
            return Files.readAllLines(ROUTES).stream()
                    .skip(1)
                    .map(Route::parse)
                    .filter(Route::isDefault)
                    .sorted(Comparator.comparingLong(Route::metric))
                    .map(Route::gateway)
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private static boolean isLoopback(NetworkInterface found) {
        try {
            return found.isLoopback();
        } catch (SocketException gone) {
            return false;
        }
    }

    private static List<Ipv4Prefix> networks(NetworkInterface found) {
        return found.getInterfaceAddresses().stream()
                .filter(address -> address.getAddress() instanceof Inet4Address)
                .map(SystemHostView::prefix)
                .toList();
    }

    private static Ipv4Prefix prefix(InterfaceAddress address) {
        return new Ipv4Prefix(Ipv4Address.read(address.getAddress().getAddress(), 0), address.getNetworkPrefixLength());
    }

    /** One line of /proc/net/route: interface, destination, gateway, flags, two counters, metric, mask, … */
    private record Route(int destination, int mask, Ipv4Address gateway, long metric) {

        static Route parse(String line) {
            Scanner columns = new Scanner(line).skip("\\s*\\S+");
            int destination = bits(columns.next());
            Ipv4Address gateway = new Ipv4Address(bits(columns.next()));
            long metric = Long.parseLong(columns.skip("(\\s+\\S+){3}").next());
            return new Route(destination, bits(columns.next()), gateway, metric);
        }

        boolean isDefault() {
            return destination == 0 && mask == 0 && gateway.isUsableAsHost();
        }

        /** The kernel prints the address as the number that its octets make in this machine's order. */
        private static int bits(String hexadecimal) {
            return ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putInt(Integer.parseUnsignedInt(hexadecimal, 16))
                    .order(ByteOrder.BIG_ENDIAN)
                    .getInt(0);
        }
    }
}
