package io.arpfailover.coordinator.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/** Writes entries as lines on {@link System#err}, which is looked up each time, since the agent puts a queue there. */
final class Lines {
    /** systemd's, for whom the standard error is its journal. */
    private static final String JOURNAL = "JOURNAL_STREAM";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    /** Loaded when it is first needed: a program that writes no JSON starts the sooner. */
    private static final class Json {
        static final JsonFactory FACTORY = new JsonFactory();
    }

    private final boolean journal;
    private final InstantSource clock;
    private final ZoneId zone;
    private volatile Notation notation = Notation.PLAIN;

    Lines(boolean journal, InstantSource clock, ZoneId zone) {
        this.journal = journal;
        this.clock = clock;
        this.zone = zone;
    }

    static Lines of(Map<String, String> environment) {
        return new Lines(environment.containsKey(JOURNAL), InstantSource.system(), ZoneId.systemDefault());
    }

    void notation(Notation next) {
        notation = next;
    }

    /** In one piece, so that lines of several threads do not mix. */
    void write(Entry entry) {
        System.err.print(text(entry));
        System.err.flush();
    }

    /** The lines of an entry, each with its end. */
    String text(Entry entry) {
        return switch (notation) {
            case PLAIN -> plain(entry);
            case JSON -> (journal ? priority(entry.level()) : "") + object(entry) + "\n";
        };
    }

    private String plain(Entry entry) {
        String head = journal ? "" : time() + " " + entry.level() + " ";
        String text = head + entry.logger() + " - " + entry.message() + "\n"
                + entry.thrown().map(Lines::stack).orElse("");
        return journal ? text.replaceAll("(?m)^(?=.)", priority(entry.level())) : text;
    }

    private String time() {
        return TIME.format(clock.instant().atZone(zone));
    }

    /** syslog(3)'s, as sd-daemon(3) has it. */
    private static String priority(Level level) {
        return switch (level) {
            case ERROR -> "<3>";
            case WARN -> "<4>";
            case INFO -> "<6>";
            case DEBUG, TRACE -> "<7>";
        };
    }

    private String object(Entry entry) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.FACTORY.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("time", time());
            out.writeStringField("level", entry.level().toString());
            out.writeStringField("logger", entry.logger());
            out.writeStringField("message", entry.message());
            for (Map.Entry<String, String> pair : Pairs.of(entry.message()).entrySet()) {
                out.writeStringField(pair.getKey(), pair.getValue());
            }
            Optional<String> stack = entry.thrown().map(Lines::stack);
            if (stack.isPresent()) {
                out.writeStringField("stack", stack.get());
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        return text.toString();
    }

    private static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
