package io.arpfailover.coordinator.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loggers by name; as many as there are classes that log. Any thread. */
public final class LineLoggers implements ILoggerFactory {
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final Lines lines;

    LineLoggers(Lines lines) {
        this.lines = lines;
    }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, absent -> new LineLogger(absent, Levels.of(absent), lines));
    }

    /** From now on this program writes its lines so; nothing when another log was put on the class path. */
    public static void write(Notation notation) {
        if (LoggerFactory.getILoggerFactory() instanceof LineLoggers ours) {
            ours.lines.notation(notation);
        }
    }
}
