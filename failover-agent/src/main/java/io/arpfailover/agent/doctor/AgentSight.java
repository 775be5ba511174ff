package io.arpfailover.agent.doctor;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** What the agent on this host says, if there is one. */
public sealed interface AgentSight {

    /** Calls the function that fits, and answers with what it answers. */
    <T> T map(Function<? super Answers, T> answers, Function<? super Silent, T> silent);

    /** Its status; empty when it does not answer. */
    default Optional<AgentStatus> status() {
        return map(answers -> Optional.of(answers.answer()), silent -> Optional.empty());
    }

    /** It answers with this. */
    record Answers(AgentStatus answer) implements AgentSight {
        @Override
        public <T> T map(Function<? super Answers, T> answers, Function<? super Silent, T> silent) {
            return answers.apply(this);
        }
    }

    /** It does not answer. */
    record Silent(Why why, String text) implements AgentSight {
        @Override
        public <T> T map(Function<? super Answers, T> answers, Function<? super Silent, T> silent) {
            return silent.apply(this);
        }
    }

    /** Why one does not answer. */
    enum Why {
        /** There is none. */
        NOT_RUNNING,
        /** Whoever asks may not. */
        NOT_FOR_US,
        /** There is one, and it does not answer, or not so that it can be understood. */
        STUCK
    }

    /** Asks it; waits for some seconds when it hangs. */
    static AgentSight ask(Path socket) {
        try {
            return new Answers(new ControlClient(socket).status());
        } catch (ControlFailure e) {
            return new Silent(
                    why(socket, e), Optional.ofNullable(e.getMessage()).orElse("it does not answer"));
        }
    }

    private static Why why(Path socket, ControlFailure failure) {
        if (!Files.exists(socket)) {
            return Files.notExists(socket) ? Why.NOT_RUNNING : Why.NOT_FOR_US;
        }
        if (!Files.isWritable(socket)) {
            return Why.NOT_FOR_US;
        }
        return failure.getCause() instanceof ConnectException ? Why.NOT_RUNNING : Why.STUCK;
    }
}
