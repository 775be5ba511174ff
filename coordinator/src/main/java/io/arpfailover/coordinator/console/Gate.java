package io.arpfailover.coordinator.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides which requests come in. In this order:
 *
 * <ol>
 *   <li>The Host header is an address, localhost, this host or a name from the settings: a stranger's page whose name
 *       was made to point here (DNS rebinding) bears another one.
 *   <li>A request for programs does not come from another site's page.
 *   <li>With a token: it is shown as {@code Authorization: Bearer}, or was shown in this browser's session.
 *   <li>A POST comes from a page of this origin, and one for programs bears a header that no form can send.
 * </ol>
 */
final class Gate {
    /** What every POST for programs must bear, with any value. */
    static final String OWN_HEADER = "x-console";

    static final String LOGIN = "/login";
    static final String LOGOUT = "/logout";
    private static final Pattern PLAIN_ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    /** What the page for showing the token needs; tells nothing of any cluster. */
    private static final Set<String> FOR_EVERYBODY = Set.of(LOGIN, "/console.css", "/icon.svg");

    private final Set<String> hosts;
    private final Optional<Token> token;
    private final boolean encrypted;
    private final Sessions sessions;
    private final Attempts attempts;

    /**
     * A gate.
     *
     * @param hosts names under which the console may be reached, lower case
     * @param token empty lets everybody in who gets this far
     * @param encrypted whether it is served over HTTPS alone
     */
    Gate(Set<String> hosts, Optional<Token> token, boolean encrypted, Sessions sessions, Attempts attempts) {
        this.hosts = Set.copyOf(hosts);
        this.token = token;
        this.encrypted = encrypted;
        this.sessions = sessions;
        this.attempts = attempts;
    }

    /** Why a request does not come in; empty lets it in. */
    Optional<Reply> refusal(Request request) {
        return wrongHost(request)
                .or(() -> otherSite(request))
                .or(() -> unknown(request))
                .or(() -> forgedPost(request));
    }

    /** Whether there is anything to log in with. */
    boolean hasLogin() {
        return token.isPresent();
    }

    /** Takes the token of a form, and answers with a session or with the way back. */
    Reply logIn(Request request) {
        Optional<String> given = field(request);
        if (given.isPresent()
                && token.filter(known -> known.isSame(given.get())).isPresent()) {
            return Reply.seeOther("/").with("Set-Cookie", cookie(sessions.open(), Sessions.LENGTH.toSeconds()));
        }
        attempts.failed(request.from());
        return Reply.seeOther(LOGIN + "#wrong");
    }

    Reply logOut(Request request) {
        request.cookie(Sessions.COOKIE).ifPresent(sessions::end);
        return Reply.seeOther(LOGIN).with("Set-Cookie", cookie("", 0));
    }

    private Optional<Reply> wrongHost(Request request) {
        String host = request.header("host").map(Gate::withoutPort).orElse("");
        return host.equals("localhost")
                        || hosts.contains(host)
                        || PLAIN_ADDRESS.matcher(host).matches()
                ? Optional.empty()
                : Optional.of(Reply.refusal(
                        request,
                        421,
                        "this console does not go by that name; use its address, or add the name to "
                                + ConsoleSettings.Setting.HOSTS));
    }

    private static Optional<Reply> otherSite(Request request) {
        boolean other = request.header("sec-fetch-site")
                .filter(site -> !Set.of("same-origin", "none").contains(site))
                .isPresent();
        return other && request.isForProgram()
                ? Optional.of(Reply.refusal(request, 403, "another site's page may not ask this"))
                : Optional.empty();
    }

    private Optional<Reply> unknown(Request request) {
        if (token.isEmpty() || (FOR_EVERYBODY.contains(request.path()) && !request.isPost())) {
            return Optional.empty();
        }
        if (request.cookie(Sessions.COOKIE).filter(sessions::isOpen).isPresent()) {
            return Optional.empty();
        }
        if (attempts.areTooMany(request.from())) {
            return Optional.of(Reply.refusal(request, 429, "too many wrong tokens; wait a minute")
                    .with("Retry-After", Long.toString(Attempts.WINDOW.toSeconds())));
        }
        return request.path().equals(LOGIN) ? Optional.empty() : withoutSession(request);
    }

    private Optional<Reply> withoutSession(Request request) {
        Optional<String> shown = request.header("authorization");
        if (shown.filter(this::isBearer).isPresent()) {
            return Optional.empty();
        }
        shown.ifPresent(wrong -> attempts.failed(request.from()));
        return Optional.of(
                request.isForProgram() || request.isPost()
                        ? Reply.refusal(request, 401, "show the token: Authorization: Bearer TOKEN")
                                .with("WWW-Authenticate", "Bearer")
                        : Reply.seeOther(LOGIN));
    }

    private boolean isBearer(String authorization) {
        String scheme = "bearer ";
        return authorization.toLowerCase(Locale.ROOT).startsWith(scheme)
                && token.orElseThrow()
                        .isSame(authorization.substring(scheme.length()).strip());
    }

    /** Browsers send the origin with each POST; what sends none is no browser. */
    private static Optional<Reply> forgedPost(Request request) {
        if (!request.isPost()) {
            return Optional.empty();
        }
        Optional<String> origin = request.header("origin");
        String own = request.header("host").orElse("").toLowerCase(Locale.ROOT);
        boolean foreign = origin.isPresent()
                && !Set.of("http://" + own, "https://" + own)
                        .contains(origin.get().toLowerCase(Locale.ROOT));
        if (foreign) {
            return Optional.of(Reply.refusal(request, 403, "another site's page may not ask this"));
        }
        return request.isForProgram() && request.header(OWN_HEADER).isEmpty()
                ? Optional.of(Reply.refusal(request, 403, "a POST must bear the header X-Console, with any value"))
                : Optional.empty();
    }

    private static String withoutPort(String host) {
        return PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    }

    private static Optional<String> field(Request request) {
        String name = "token=";
        return Optional.of(request.body())
                .filter(body -> body.startsWith(name) && request.holds("application/x-www-form-urlencoded"))
                .flatMap(body -> decoded(body.substring(name.length())));
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8).strip());
        } catch (IllegalArgumentException notUrlEncoded) {
            return Optional.empty();
        }
    }

    private String cookie(String value, long seconds) {
        return Sessions.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + seconds
                + (encrypted ? "; Secure" : "");
    }
}
