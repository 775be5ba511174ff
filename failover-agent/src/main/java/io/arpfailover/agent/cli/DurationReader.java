package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the durations of the command line, which are written like those of the configuration. */
public final class DurationReader implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return DurationText.read(text)
                .orElseThrow(() -> new TypeConversionException(
                        "not a time: '" + text + "' (a whole number and ms, s, m or h, as in 10s)"));
    }
}
