package io.arpfailover.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** A configuration file on disk: one YAML document of at most 64 KiB, in UTF-8. */
public final class ConfigurationFile {
    private static final int LARGEST_OCTETS = 64 * 1024;

    private final Path file;
    private final Findings findings;

    private ConfigurationFile(Path file) {
        this.file = file;
        this.findings = new Findings(file);
    }

    /** Reads and checks the file; never throws for what a user can have got wrong. */
    public static ConfigurationReading read(Path file) {
        return new ConfigurationFile(file).read();
    }

    private ConfigurationReading read() {
        Optional<Node> document = text().flatMap(this::document);
        if (document.isEmpty()) {
            return findings.invalid();
        }
        return new AgentReader(Section.root(document.get(), findings), findings).read();
    }

    private Optional<String> text() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(LARGEST_OCTETS + 1);
            if (octets.length > LARGEST_OCTETS) {
                return refuse("is larger than 64 KiB; is this the agent's configuration?");
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (NoSuchFileException e) {
            return refuse("does not exist; write it, or name another with --config");
        } catch (AccessDeniedException e) {
            return refuse("may not be read by this user; run as root, or change its owner or mode");
        } catch (CharacterCodingException e) {
            return refuse("is not text in UTF-8; save it as UTF-8");
        } catch (IOException e) {
            return refuse("cannot be read (" + firstLine(e.getMessage()) + "); name a regular file with --config");
        }
    }

    private Optional<Node> document(String text) {
        try {
            Iterator<Node> documents = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .composeAll(new StringReader(text))
                    .iterator();
            if (!documents.hasNext()) {
                return refuse("is empty; begin with 'cluster: web'");
            }
            Node document = documents.next();
            if (documents.hasNext()) {
                Position second = Position.of(documents.next().getStartMark());
                findings.problem(
                        second, "", "begins a second document; keep one, and remove the line '---' before this");
                return Optional.empty();
            }
            return Optional.of(document);
        } catch (MarkedYAMLException e) {
            return refuse(e);
        } catch (YAMLException e) {
            return refuse("is not YAML (" + firstLine(e.getMessage()) + "); correct it there");
        }
    }

    private Optional<Node> refuse(MarkedYAMLException e) {
        Position position = Optional.ofNullable(e.getProblemMark())
                .or(() -> Optional.ofNullable(e.getContextMark()))
                .map(Position::of)
                .orElse(Position.WHOLE_FILE);
        String what = firstLine(e.getProblem());
        String problem = what.contains("TAB")
                ? "a tab cannot stand here; indent with spaces"
                : what + "; check quotes, brackets and indentation here";
        findings.problem(position, "", "is not YAML: " + problem);
        return Optional.empty();
    }

    private <T> Optional<T> refuse(String message) {
        findings.problem(Position.WHOLE_FILE, "", message);
        return Optional.empty();
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}
