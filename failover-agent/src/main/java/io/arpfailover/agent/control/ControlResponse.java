package io.arpfailover.agent.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a running agent answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "response")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ControlResponse.Status.class, name = "status"),
    @JsonSubTypes.Type(value = ControlResponse.History.class, name = "history"),
    @JsonSubTypes.Type(value = ControlResponse.Neighbors.class, name = "neighbors"),
    @JsonSubTypes.Type(value = ControlResponse.Outcome.class, name = "outcome"),
    @JsonSubTypes.Type(value = ControlResponse.Reloaded.class, name = "reloaded"),
    @JsonSubTypes.Type(value = ControlResponse.Failed.class, name = "error")
})
public sealed interface ControlResponse {

    /** How things stand. */
    record Status(AgentStatus status) implements ControlResponse {}

    /** The moves that are still on record, oldest first. */
    record History(List<MoveReport> moves) implements ControlResponse {
        public History {
            moves = List.copyOf(moves);
        }
    }

    /** The agent's neighbour cache, by address. */
    record Neighbors(List<NeighborReport> neighbors) implements ControlResponse {
        public Neighbors {
            neighbors = List.copyOf(neighbors);
        }
    }

    /**
     * What became of something that was asked.
     *
     * @param done whether it is now as it was asked to be
     * @param because one clause for people: how it is now, or why it was refused
     */
    record Outcome(boolean done, String because) implements ControlResponse {}

    /**
     * What became of reading the configuration again.
     *
     * @param problems what is wrong in the file, a line each; if there is any, nothing was changed
     * @param applied the keys whose change is in force
     * @param restart the keys whose change waits for the agent's next start
     */
    record Reloaded(List<String> problems, List<String> applied, List<String> restart) implements ControlResponse {
        public Reloaded {
            problems = List.copyOf(problems);
            applied = List.copyOf(applied);
            restart = List.copyOf(restart);
        }
    }

    /**
     * The request was not understood, or could not be answered.
     *
     * @param error one line: what happened and what to do
     */
    record Failed(String error) implements ControlResponse {}
}
