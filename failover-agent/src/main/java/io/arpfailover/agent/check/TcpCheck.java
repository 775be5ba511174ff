package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;

/** Opens a connection and closes it again. */
final class TcpCheck implements Check {
    private final String name;
    private final CheckKind.Tcp kind;
    private final int timeoutMillis;

    TcpCheck(String name, CheckKind.Tcp kind, Duration timeout) {
        this.name = name;
        this.kind = kind;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    @Override
    public CheckResult run() {
        InetSocketAddress address = new InetSocketAddress(kind.host(), kind.port());
        if (address.isUnresolved()) {
            return CheckResult.failed(name, kind.host() + " is unknown; correct the name or /etc/hosts");
        }
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(address, timeoutMillis);
            return isItself(socket)
                    ? CheckResult.failed(name, "nothing listens on " + where())
                    : CheckResult.passed(name, "connected to " + where());
        } catch (IOException e) {
            return CheckResult.failed(name, e.getMessage() + " (" + where() + ")");
        }
    }

    /** TCP connects a socket to itself when nobody listens on the very port that the kernel has just chosen for it. */
    private static boolean isItself(Socket socket) {
        return socket.getLocalPort() == socket.getPort()
                && socket.getLocalAddress().equals(socket.getInetAddress());
    }

    private String where() {
        return kind.host() + ":" + kind.port();
    }
}
