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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of single values in {@code agent.yaml}. */
final class Scalars {
    /** A socket's path is at most 107 octets; it is created in a directory of its own beside its place first. */
    private static final int SOCKET_PATH_OCTETS = 100;

    private static final Pattern INTERFACE_NAME = Pattern.compile("(?!\\.{1,2}$)[^\\s/:\\x00-\\x1f\\x7f]{1,15}");
    private static final Shape PATH = Shape.text(Pattern.compile("/[^\\x00]*"));
    private static final Pattern CONNECT;
    private static final String PORT_NUMBER =
            "([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String DOTTED = "(" + OCTET + "\\.){3}" + OCTET;

    static {
        String name = "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?";
        String server = "(" + name + "|\\[[0-9A-Fa-f:.]+\\])(:" + PORT_NUMBER + ")?";
        CONNECT = Pattern.compile(server + "(," + server + ")*(/[^/\\s]+)*");
    }

    static final Scalar<ClusterName> CLUSTER_NAME = new Scalar<>(
            "a cluster name (1 to 32 lower-case letters, digits or hyphens, a letter first)",
            Shape.text(ClusterName.SHAPE),
            text -> accepted(text, ClusterName::new));

    static final Scalar<NodeName> NODE_NAME = new Scalar<>(
            "a node name (1 to 63 lower-case letters, digits, dots or hyphens, a letter or digit first)",
            Shape.text(NodeName.SHAPE),
            text -> accepted(text, NodeName::new));

    static final Scalar<String> NETWORK_INTERFACE = new Scalar<>(
            "the name of a network interface (1 to 15 characters)",
            Shape.text(INTERFACE_NAME),
            text -> shaped(text, INTERFACE_NAME));

    static final Scalar<Ipv4Address> ADDRESS = new Scalar<>(
            "an IPv4 address", Shape.text(Pattern.compile(DOTTED)), text -> accepted(text, Ipv4Address::parse));

    static final Scalar<Ipv4Prefix> PREFIX = new Scalar<>(
            "an IPv4 address with prefix length",
            Shape.text(Pattern.compile(DOTTED + "/([12]?\\d|3[0-2])")),
            text -> accepted(text, Ipv4Prefix::parse));

    static final Scalar<String> CONNECT_STRING = new Scalar<>(
            "a list of ZooKeeper servers (host:port, commas between, no spaces)",
            Shape.text(CONNECT),
            text -> shaped(text, CONNECT));

    static final Scalar<Path> ABSOLUTE_PATH = new Scalar<>("an absolute path", PATH, Scalars::absolute);

    static final Scalar<Path> SOCKET_PATH = new Scalar<>(
            "an absolute path of at most " + SOCKET_PATH_OCTETS + " octets",
            PATH,
            text -> absolute(text)
                    .filter(path -> path.getFileName() != null)
                    .filter(path -> text.getBytes(StandardCharsets.UTF_8).length <= SOCKET_PATH_OCTETS));

    static final Scalar<InetSocketAddress> LISTEN = new Scalar<>(
            "an IPv4 address and a port", Shape.text(Pattern.compile(DOTTED + ":" + PORT_NUMBER)), Scalars::listen);

    static final Scalar<Integer> PORT = number("a port number", 1, 65_535);
    static final Scalar<Integer> FRAMES_PER_SECOND = number("a number of frames per second", 1, 1000);
    static final Scalar<Integer> MOVES_PER_HOUR = number("a number of moves", 1, 1000);

    static final Scalar<PromiseTiming> TIMING = new Scalar<>(
            "'fast', nor a section with promise and restart",
            Shape.word(List.of("fast")),
            text -> Optional.of(PromiseTiming.FAST).filter(fast -> text.equals("fast")));

    static final Scalar<Pace> PACE = new Scalar<>(
            "a number of frames per second from 1 to 100000, or 'unlimited'",
            Shape.number(1, 100_000).or(Shape.word(List.of("unlimited"))),
            Scalars::pace);

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
                Shape.text(DurationText.SHAPE),
                text -> DurationText.read(text)
                        .filter(read -> read.compareTo(least) >= 0 && read.compareTo(most) <= 0));
    }

    static Scalar<Integer> number(String what, int least, int most) {
        return new Scalar<>(
                what + " from " + least + " to " + most,
                Shape.number(least, most),
                text -> accepted(text, Integer::parseInt).filter(read -> read >= least && read <= most));
    }

    static <E extends Enum<E>> Scalar<E> oneOf(E[] values) {
        List<String> words = Arrays.stream(values).map(Scalars::text).toList();
        return new Scalar<>(
                "one of " + String.join(", ", words),
                Shape.word(words),
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
