package io.arpfailover.agent.config;

import java.util.List;
import java.util.function.Function;

/** What became of reading a configuration file. */
public sealed interface ConfigurationReading {

    /** Calls the function that fits, and answers with what it answers. */
    <T> T map(Function<? super Valid, T> valid, Function<? super Invalid, T> invalid);

    /** The file is well-formed; whether it fits this machine is {@link HostCheck}'s question. */
    record Valid(AgentConfiguration configuration, Positions positions) implements ConfigurationReading {
        @Override
        public <T> T map(Function<? super Valid, T> valid, Function<? super Invalid, T> invalid) {
            return valid.apply(this);
        }
    }

    /** The file cannot be used, for these reasons: at least one, in the order of the file. */
    record Invalid(List<ConfigProblem> problems) implements ConfigurationReading {
        public Invalid {
            problems = List.copyOf(problems);
        }

        @Override
        public <T> T map(Function<? super Valid, T> valid, Function<? super Invalid, T> invalid) {
            return invalid.apply(this);
        }
    }
}
