package io.arpfailover.agent;

import java.nio.file.Path;

/**
 * The text of an {@code agent.yaml} for a {@link Site}: one with which all is well, and changes to it.
 *
 * @param text as it would be in the file; {@code control:} and {@code state:} are added when it is written
 */
record AgentYaml(String text) {

    /** Sessions of four seconds: a machine that builds something else at the same time keeps them. */
    static AgentYaml of(String cluster) {
        return new AgentYaml("""
                cluster: %s
                node: a
                interface: lan0
                addresses: [10.9.0.100/24]
                gateway: 10.9.0.254
                zookeeper:
                  connect: 10.10.0.10:2181
                  session: 4s
                """.formatted(cluster));
    }

    /** With a peer: it listens on server a's addresses until it is {@link #at} another one. */
    AgentYaml paired(Path secretFile) {
        return with("peer:").with("  listen: " + listen("a")).with("  secretFile: " + secretFile);
    }

    /** As it stands on this server: with the server's own addresses to listen on, when there is a peer. */
    AgentYaml at(String server) {
        return new AgentYaml(text.replace(listen("a"), listen(server)));
    }

    private static String listen(String server) {
        return "[" + Site.onLan(server) + ", " + Site.onManagement(server) + "]";
    }

    AgentYaml node(String name) {
        return text.contains("node: a\n") ? replace("node: a\n", "node: " + name + "\n") : this;
    }

    AgentYaml addresses(String list) {
        return replace("[10.9.0.100/24]", "[" + list + "]");
    }

    AgentYaml session(String duration) {
        return replace("session: 4s", "session: " + duration);
    }

    /** With a line more at its top level. */
    AgentYaml with(String line) {
        return new AgentYaml(text + line + "\n");
    }

    /** With other words in one place; they must be there. */
    AgentYaml replace(String words, String others) {
        if (!text.contains(words)) {
            throw new IllegalArgumentException("not in the text: " + words);
        }
        return new AgentYaml(text.replace(words, others));
    }
}
