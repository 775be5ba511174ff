package io.arpfailover.agent.config;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What is written differently in two configurations. */
public final class ConfigurationChange {
    /** Of a section, and of a key in a list of sections: the values are compared elsewhere. */
    private static final String NOTHING = "";

    private ConfigurationChange() {}

    /** The keys whose values differ, in the order of {@link Key}; for the items of a list of sections, the list. */
    public static List<Key> between(AgentConfiguration before, AgentConfiguration after) {
        return Arrays.stream(Key.values())
                .filter(key -> !Objects.equals(value(key, before), value(key, after)))
                .toList();
    }

    private static Object value(Key key, AgentConfiguration of) {
        return switch (key) {
            case CLUSTER -> of.cluster();
            case NODE -> of.node();
            case INTERFACE -> of.networkInterface();
            case ADDRESSES -> of.addresses();
            case GATEWAY -> of.gateway();
            case ZOOKEEPER_CONNECT -> of.zookeeper().connect();
            case ZOOKEEPER_SESSION -> of.zookeeper().session();
            case ZOOKEEPER_AUTH_FILE -> of.zookeeper().authFile();
            case PEER_LISTEN -> of.peer().map(PeerConfiguration::listen);
            case PEER_PORT -> of.peer().map(PeerConfiguration::port);
            case PEER_SECRET_FILE -> of.peer().map(PeerConfiguration::secretFile);
            case TIMING_PROMISE -> of.timing().promise();
            case TIMING_RESTART -> of.timing().restart();
            case FAILBACK_POLICY -> of.failback().policy();
            case FAILBACK_PREFERRED -> of.failback().preferred();
            case FAILBACK_DELAY -> of.failback().delay();
            case MOVES_PER_HOUR -> of.movesPerHour();
            case ACD -> of.acd();
            case DEFEND -> of.defend();
            case ANNOUNCE_PACE -> of.announce().pace();
            case ANNOUNCE_REFRESH -> of.announce().refresh();
            case HEALTH_GATEWAY_LEVEL -> of.health().gateway().map(watch -> watch.level());
            case HEALTH_GATEWAY_INTERVAL -> of.health().gateway().map(watch -> watch.interval());
            case HEALTH_GATEWAY_FALL -> of.health().gateway().map(watch -> watch.fall());
            case HEALTH_GATEWAY_RISE -> of.health().gateway().map(watch -> watch.rise());
            case HEALTH_CHECKS -> of.health().checks();
            case INSPECT_LEVEL -> of.inspect().level();
            case INSPECT_RATE -> of.inspect().framesPerSecond();
            case INSPECT_BINDINGS -> of.inspect().bindings();
            case INSPECT_QUARANTINE -> of.inspect().quarantine();
            case INSPECT_HOOK -> of.inspect().hook();
            case PROXY -> of.proxy();
            case CONTROL -> of.control();
            case ON_TERMINATE -> of.onTerminate();
            case SYSCTLS -> of.sysctls();
            case STATE -> of.state();
            case HOOKS_ON_HOLDER -> of.hooks().onHolder();
            case HOOKS_ON_STANDBY -> of.hooks().onStandby();
            case HOOKS_ON_FAULT -> of.hooks().onFault();
            case HOOKS_ON_CONFLICT -> of.hooks().onConflict();
            case HOOKS_TIMEOUT -> of.hooks().timeout();
            case METRICS_LISTEN -> of.metrics();
            case LOG -> of.log();
            case ZOOKEEPER,
                    PEER,
                    TIMING,
                    FAILBACK,
                    MOVES,
                    ANNOUNCE,
                    HEALTH,
                    HEALTH_GATEWAY,
                    HEALTH_CHECK_NAME,
                    HEALTH_CHECK_HTTP,
                    HEALTH_CHECK_TCP,
                    HEALTH_CHECK_SCRIPT,
                    HEALTH_CHECK_INTERVAL,
                    HEALTH_CHECK_TIMEOUT,
                    HEALTH_CHECK_RISE,
                    HEALTH_CHECK_FALL,
                    HEALTH_CHECK_LEVEL,
                    INSPECT,
                    PROXY_NETWORK,
                    PROXY_DELAY,
                    HOOKS,
                    METRICS -> NOTHING;
        };
    }
}
