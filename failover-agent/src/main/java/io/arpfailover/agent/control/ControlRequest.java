package io.arpfailover.agent.control;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What one may ask a running agent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ControlRequest.Status.class, name = "status"),
    @JsonSubTypes.Type(value = ControlRequest.History.class, name = "history"),
    @JsonSubTypes.Type(value = ControlRequest.Neighbors.class, name = "neighbors"),
    @JsonSubTypes.Type(value = ControlRequest.Switchover.class, name = "switchover"),
    @JsonSubTypes.Type(value = ControlRequest.Maintenance.class, name = "maintenance"),
    @JsonSubTypes.Type(value = ControlRequest.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = ControlRequest.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = ControlRequest.Reload.class, name = "reload"),
    @JsonSubTypes.Type(value = ControlRequest.Stop.class, name = "stop")
})
public sealed interface ControlRequest {

    /** Calls the method of {@code answers} that fits. */
    CompletableFuture<ControlResponse> answerWith(Answers answers);

    /** One method for each request, so that a new request does not compile until it is answered. */
    interface Answers {
        CompletableFuture<ControlResponse> status();

        CompletableFuture<ControlResponse> history();

        CompletableFuture<ControlResponse> neighbors();

        CompletableFuture<ControlResponse> switchover(Optional<NodeName> to, boolean force);

        CompletableFuture<ControlResponse> maintenance(Optional<NodeName> node, boolean on);

        CompletableFuture<ControlResponse> pause();

        CompletableFuture<ControlResponse> resume();

        CompletableFuture<ControlResponse> reload();

        CompletableFuture<ControlResponse> stop(boolean restart);
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

    /** The neighbours the agent knows on its interface; answered by {@link ControlResponse.Neighbors}. */
    record Neighbors() implements ControlRequest {
        @Override
        public CompletableFuture<ControlResponse> answerWith(Answers answers) {
            return answers.neighbors();
        }
    }

    /**
     * Move the addresses; answered by {@link ControlResponse.Outcome} when the move has ended.
     *
     * @param to the member that shall hold them; empty means the one that does not hold them now
     * @param force also when that member's checks fail, it is in maintenance, or the limit on moves is reached
     */
    record Switchover(
            Optional<NodeName> to,
            @JsonSetter(nulls = Nulls.AS_EMPTY) boolean force) implements ControlRequest {
        @Override
        public CompletableFuture<ControlResponse> answerWith(Answers answers) {
            return answers.switchover(to, force);
        }
    }

    /**
     * Take a server out of service, or back into it; answered by {@link ControlResponse.Outcome} when it is written.
     *
     * @param node empty means the server that is asked
     */
    record Maintenance(Optional<NodeName> node, boolean on) implements ControlRequest {
        @Override
        public CompletableFuture<ControlResponse> answerWith(Answers answers) {
            return answers.maintenance(node, on);
        }
    }

    /** Let nothing move by itself; answered by {@link ControlResponse.Outcome} when it is written. */
    record Pause() implements ControlRequest {
        @Override
        public CompletableFuture<ControlResponse> answerWith(Answers answers) {
            return answers.pause();
        }
    }

    /** End a pause; answered by {@link ControlResponse.Outcome} when it is written. */
    record Resume() implements ControlRequest {
        @Override
        public CompletableFuture<ControlResponse> answerWith(Answers answers) {
            return answers.resume();
        }
    }

    /** Read the configuration again; answered by {@link ControlResponse.Reloaded} when it is in force. */
    record Reload() implements ControlRequest {
        @Override
        public CompletableFuture<ControlResponse> answerWith(Answers answers) {
            return answers.reload();
        }
    }

    /**
     * End the agent; answered by {@link ControlResponse.Outcome} before it does. Its socket goes with it.
     *
     * @param restart whether it comes back at once, so that this server keeps the addresses meanwhile
     */
    record Stop(@JsonSetter(nulls = Nulls.AS_EMPTY) boolean restart) implements ControlRequest {
        @Override
        public CompletableFuture<ControlResponse> answerWith(Answers answers) {
            return answers.stop(restart);
        }
    }
}
