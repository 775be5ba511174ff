package io.arpfailover.coordinator.zookeeper;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.client.ZKClientConfig;

/** How this project sets Curator up. */
final class CuratorClient {
    private static final int SHARE_OF_SESSION_UNTIL_LOST = 100;
    private static final int MOST_MILLIS_TO_CLOSE = 500;

    private CuratorClient() {}

    /**
     * A client, not yet started. It does not follow the ensemble's own list of servers, which often holds addresses
     * that only the servers know; and it never repeats a call: whoever may repeat one says so itself.
     */
    static CuratorFramework create(ZooKeeperSettings settings, Credentials credentials) {
        int session = Math.toIntExact(settings.session().toMillis());
        CuratorFrameworkFactory.Builder client = CuratorFrameworkFactory.builder()
                .connectString(settings.connect())
                .sessionTimeoutMs(session)
                .connectionTimeoutMs(session)
                .retryPolicy(new RetryNTimes(0, 0))
                .ensembleTracker(false)
                .zkClientConfig(withoutSasl())
                .dontUseContainerParents()
                .simulatedSessionExpirationPercent(SHARE_OF_SESSION_UNTIL_LOST)
                .waitForShutdownTimeoutMs(MOST_MILLIS_TO_CLOSE)
                .threadFactory(StoreThreads.named("zookeeper-connection"));
        credentials.give(client);
        return client.build();
    }

    /**
     * Looking for a SASL principal, the client asks the name service for the server's name at each connection. Where no
     * name server answers, that takes longer than a session lasts.
     */
    private static ZKClientConfig withoutSasl() {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        return config;
    }
}
