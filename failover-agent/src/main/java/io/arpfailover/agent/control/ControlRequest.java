package io.arpfailover.agent.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What one may ask a running agent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ControlRequest.Status.class, name = "status"),
    @JsonSubTypes.Type(value = ControlRequest.History.class, name = "history"),
    @JsonSubTypes.Type(value = ControlRequest.Switchover.class, name = "switchover")
})
public sealed interface ControlRequest {

    /** Calls the method of {@code answers} that fits. */
    CompletableFuture<ControlResponse> answerWith(Answers answers);

    /** One method for each request, so that a new request does not compile until it is answered. */
    interface Answers {
        CompletableFuture<ControlResponse> status();

        CompletableFuture<ControlResponse> history();

        CompletableFuture<ControlResponse> switchover(Optional<NodeName> to);
    }

    /** How things stand; answered by {@link ControlResponse.Status}. */
    record Status() implements ControlRequest {
        @Override
        public CompletableFuture<ControlResponse> answerWith(Answers answers) {
            return answers.status();
        }
    }

    /** The moves so far; answered by {@link ControlResponse.History}. */
    record History() implements ControlRequest {
        @Override
        public CompletableFuture<ControlResponse> answerWith(Answers answers) {
            return answers.history();
        }
    }

    /**
     * Move the addresses; answered by {@link ControlResponse.Switchover} when the move has ended.
     *
     * @param to the member that shall hold them; empty means the one that does not hold them now
     */
    record Switchover(Optional<NodeName> to) implements ControlRequest {
        @Override
        public CompletableFuture<ControlResponse> answerWith(Answers answers) {
            return answers.switchover(to);
        }
    }
}
