package io.arpfailover.agent.check;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** What a check does. */
public sealed interface CheckKind {

    /** Calls the function that fits, and answers with what it answers. */
    <T> T map(
            Function<? super Script, ? extends T> script,
            Function<? super Tcp, ? extends T> tcp,
            Function<? super Http, ? extends T> http);

    /**
     * Runs a program, which passes by exiting with 0. No shell: arguments are taken as they are.
     *
     * @param file absolute
     */
    record Script(Path file, List<String> arguments) implements CheckKind {
        public Script {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <T> T map(
                Function<? super Script, ? extends T> script,
                Function<? super Tcp, ? extends T> tcp,
                Function<? super Http, ? extends T> http) {
            return script.apply(this);
        }
    }

    /**
     * Opens a connection, which passes by being accepted. Nothing is sent.
     *
     * @param host a name or an address
     */
    record Tcp(String host, int port) implements CheckKind {
        @Override
        public <T> T map(
                Function<? super Script, ? extends T> script,
                Function<? super Tcp, ? extends T> tcp,
                Function<? super Http, ? extends T> http) {
            return tcp.apply(this);
        }
    }

    /**
     * Asks with GET, which passes by a status from 200 to 299. Redirections are not followed.
     *
     * @param uri with the scheme http or https and a host
     */
    record Http(URI uri) implements CheckKind {
        @Override
        public <T> T map(
                Function<? super Script, ? extends T> script,
                Function<? super Tcp, ? extends T> tcp,
                Function<? super Http, ? extends T> http) {
            return http.apply(this);
        }
    }
}
