package io.arpfailover.agent.config;

import io.arpfailover.agent.check.CheckKind;
import io.arpfailover.agent.health.CheckLevel;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of single values in the section {@code health}. */
final class HealthScalars {
    private static final int MOST_IN_A_ROW = 100;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,252}|\\[[0-9A-Fa-f:.]+\\]):(\\d{1,5})");
    private static final Pattern TEXT = Pattern.compile("[^\\x00-\\x1f\\x7f]{1,1000}");
    /** What java.net.URI takes, and a little more. */
    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#@]+([/?][^\\s#]*)?");

    private static final Set<String> SCHEMES = Set.of("http", "https");

    static final Scalar<CheckLevel> LEVEL = Scalars.oneOf(CheckLevel.values());

    static final Scalar<GatewayLevel> GATEWAY_LEVEL = Scalars.oneOf(GatewayLevel.values());

    static final Scalar<Integer> IN_A_ROW = new Scalar<>(
            "a whole number from 1 to " + MOST_IN_A_ROW,
            Shape.number(1, MOST_IN_A_ROW),
            text -> number(text).filter(count -> count >= 1 && count <= MOST_IN_A_ROW));

    static final Scalar<String> CHECK_NAME = new Scalar<>(
            "the name of a check (1 to 32 lower-case letters, digits or hyphens, a letter or digit first and last)",
            Shape.text(NAME),
            text -> Optional.of(text).filter(NAME.asMatchPredicate()));

    static final Scalar<CheckKind.Http> HTTP = new Scalar<>(
            "an address for GET (http:// or https://, a host, perhaps a port and a path)",
            Shape.text(URL),
            HealthScalars::http);

    static final Scalar<CheckKind.Tcp> TCP =
            new Scalar<>("a host and a port (host:port)", Shape.text(HOST_AND_PORT), HealthScalars::tcp);

    /** A word of a command. */
    static final Scalar<String> TEXT_OF_ONE_LINE = new Scalar<>(
            "a text of 1 to 1000 characters",
            Shape.text(TEXT),
            text -> Optional.of(text).filter(TEXT.asMatchPredicate()));

    private HealthScalars() {}

    private static Optional<CheckKind.Http> http(String text) {
        try {
            URI uri = new URI(text);
            boolean plain = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            boolean good = plain && SCHEMES.contains(uri.getScheme()) && (uri.getPort() == -1 || isPort(uri.getPort()));
            return good ? Optional.of(new CheckKind.Http(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<CheckKind.Tcp> tcp(String text) {
        Matcher matcher = HOST_AND_PORT.matcher(text);
        return matcher.matches()
                ? number(matcher.group(2))
                        .filter(HealthScalars::isPort)
                        .map(port -> new CheckKind.Tcp(matcher.group(1), port))
                : Optional.empty();
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= HIGHEST_PORT;
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,5}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }
}
