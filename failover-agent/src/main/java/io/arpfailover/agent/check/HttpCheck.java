package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckResult;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks with GET, over a new connection each time, as a new client would.
 *
 * <p>With {@code java.net.http} the first question costs 25 MiB of memory and four threads, here it costs 2 MiB and
 * none; and that client keeps its connections, so a server that accepts no new ones would still pass.
 */
final class HttpCheck implements Check {
    private final String name;
    private final CheckKind.Http kind;
    private final int timeoutMillis;
    private volatile Optional<HttpURLConnection> open = Optional.empty();

    HttpCheck(String name, CheckKind.Http kind, Duration timeout) {
        this.name = name;
        this.kind = kind;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    @Override
    public CheckResult run() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) kind.uri().toURL().openConnection(Proxy.NO_PROXY);
            open = Optional.of(connection);
            return ask(connection);
        } catch (IOException e) {
            return CheckResult.failed(name, e.getMessage() + " (" + kind.uri() + ")");
        } finally {
            open = Optional.empty();
        }
    }

    /** A server may send its headers octet by octet, so that no single read takes too long. */
    @Override
    public void abort() {
        open.ifPresent(HttpURLConnection::disconnect);
    }

    private CheckResult ask(HttpURLConnection connection) throws IOException {
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("User-Agent", "failover-agent");
        try {
            return result(connection.getResponseCode());
        } finally {
            connection.disconnect();
        }
    }

    private CheckResult result(int status) {
        if (status < 0) {
            return CheckResult.failed(name, "the answer is not HTTP (" + kind.uri() + ")");
        }
        return new CheckResult(name, status >= 200 && status <= 299, "status " + status + " (" + kind.uri() + ")");
    }
}
