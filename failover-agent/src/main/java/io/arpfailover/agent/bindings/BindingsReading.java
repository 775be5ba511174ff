package io.arpfailover.agent.bindings;

import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.inspect.Binding;
import java.util.List;

/** What became of reading a file of bindings. */
public sealed interface BindingsReading {

    /** All of them, in the order of the file. */
    record Valid(List<Binding> bindings) implements BindingsReading {
        public Valid {
            bindings = List.copyOf(bindings);
        }
    }

    /** Nothing is taken from the file, for these reasons: at least one, at most 20, in the order of the file. */
    record Invalid(List<ConfigProblem> problems) implements BindingsReading {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
