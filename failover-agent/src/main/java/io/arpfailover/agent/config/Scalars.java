package io.arpfailover.agent.config;

import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of single values in {@code agent.yaml}. */
final class Scalars {
    /** A socket's path is at most 107 octets; it is created in a directory of its own beside its place first. */
    private static final int SOCKET_PATH_OCTETS = 100;

    private static final Pattern INTERFACE_NAME = Pattern.compile("(?!\\.{1,2}$)[^\\s/:\\p{Cntrl}]{1,15}");
    private static final Pattern CONNECT;

    static {
        String name = "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?";
        String port = "([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";
        String server = "(" + name + "|\\[[0-9A-Fa-f:.]+\\])(:" + port + ")?";
        CONNECT = Pattern.compile(server + "(," + server + ")*(/[^/\\s]+)*");
    }

    static final Scalar<ClusterName> CLUSTER_NAME = new Scalar<>(
            "a cluster name (1 to 32 lower-case letters, digits or hyphens, a letter first)",
            text -> accepted(text, ClusterName::new));

    static final Scalar<NodeName> NODE_NAME = new Scalar<>(
            "a node name (1 to 63 lower-case letters, digits, dots or hyphens, a letter or digit first)",
            text -> accepted(text, NodeName::new));

    static final Scalar<String> NETWORK_INTERFACE =
            new Scalar<>("the name of a network interface (1 to 15 characters)", text -> shaped(text, INTERFACE_NAME));

    static final Scalar<Ipv4Address> ADDRESS =
            new Scalar<>("an IPv4 address", text -> accepted(text, Ipv4Address::parse));

    static final Scalar<Ipv4Prefix> PREFIX =
            new Scalar<>("an IPv4 address with prefix length", text -> accepted(text, Ipv4Prefix::parse));

    static final Scalar<String> CONNECT_STRING = new Scalar<>(
            "a list of ZooKeeper servers (host:port, commas between, no spaces)", text -> shaped(text, CONNECT));

    static final Scalar<Path> ABSOLUTE_PATH = new Scalar<>("an absolute path", Scalars::absolute);

    static final Scalar<Path> SOCKET_PATH = new Scalar<>(
            "an absolute path of at most " + SOCKET_PATH_OCTETS + " octets",
            text -> absolute(text)
                    .filter(path -> path.getFileName() != null)
                    .filter(path -> text.getBytes(StandardCharsets.UTF_8).length <= SOCKET_PATH_OCTETS));

    static final Scalar<InetSocketAddress> LISTEN = new Scalar<>("an IPv4 address and a port", Scalars::listen);

    static final Scalar<Integer> PORT = number("a port number", 1, 65_535);
    static final Scalar<Integer> FRAMES_PER_SECOND = number("a number of frames per second", 1, 1000);
    static final Scalar<Integer> MOVES_PER_HOUR = number("a number of moves", 1, 1000);

    static final Scalar<PromiseTiming> TIMING = new Scalar<>(
            "'fast', nor a section with promise and restart",
            text -> Optional.of(PromiseTiming.FAST).filter(fast -> text.equals("fast")));

    static final Scalar<Pace> PACE =
            new Scalar<>("a number of frames per second from 1 to 100000, or 'unlimited'", Scalars::pace);

    static final Scalar<AcdProfile> ACD_PROFILE = oneOf(AcdProfile.values());
    static final Scalar<DefencePolicy> DEFENCE_POLICY = oneOf(DefencePolicy.values());
    static final Scalar<InspectLevel> INSPECT_LEVEL = oneOf(InspectLevel.values());
    static final Scalar<OnTerminate> ON_TERMINATE = oneOf(OnTerminate.values());
    static final Scalar<SysctlPolicy> SYSCTL_POLICY = oneOf(SysctlPolicy.values());
    static final Scalar<LogFormat> LOG_FORMAT = oneOf(LogFormat.values());
    static final Scalar<FailbackConfiguration.Policy> FAILBACK_POLICY = oneOf(FailbackConfiguration.Policy.values());

    private Scalars() {}

    static Scalar<Duration> duration(Duration least, Duration most) {
        return new Scalar<>(
                "a duration from " + DurationText.of(least) + " to " + DurationText.of(most)
                        + " (a whole number and ms, s, m or h)",
                text -> DurationText.read(text)
                        .filter(read -> read.compareTo(least) >= 0 && read.compareTo(most) <= 0));
    }

    private static Scalar<Integer> number(String what, int least, int most) {
        return new Scalar<>(
                what + " from " + least + " to " + most,
                text -> accepted(text, Integer::parseInt).filter(read -> read >= least && read <= most));
    }

    static <E extends Enum<E>> Scalar<E> oneOf(E[] values) {
        String names = Arrays.stream(values).map(Scalars::text).collect(Collectors.joining(", "));
        return new Scalar<>(
                "one of " + names,
                text -> Arrays.stream(values)
                        .filter(value -> text(value).equals(text))
                        .findFirst());
    }

    private static Optional<Pace> pace(String text) {
        return text.equals("unlimited")
                ? Optional.of(Pace.UNLIMITED)
                : accepted(text, number -> Pace.perSecond(Integer.parseInt(number)));
    }

    private static Optional<InetSocketAddress> listen(String text) {
        int colon = Math.max(0, text.lastIndexOf(':'));
        return ADDRESS.parse(text.substring(0, colon))
                .flatMap(address -> PORT.parse(text.substring(Math.min(colon + 1, text.length())))
                        .map(port -> new InetSocketAddress(address.toString(), port)));
    }

    private static Optional<Path> absolute(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** For values whose constructor says no with an exception. */
    private static <T> Optional<T> accepted(String text, Function<String, T> constructor) {
        try {
            return Optional.of(constructor.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> shaped(String text, Pattern shape) {
        return Optional.of(text).filter(shape.asMatchPredicate());
    }

    /** {@code HAND_OVER} is written {@code handOver}. */
    private static String text(Enum<?> value) {
        String[] words = value.name().toLowerCase(Locale.ROOT).split("_", -1);
        return Arrays.stream(words, 1, words.length)
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining("", words[0], ""));
    }
}
