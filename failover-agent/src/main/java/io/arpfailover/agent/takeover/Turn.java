package io.arpfailover.agent.takeover;

import io.arpfailover.agent.takeover.Effect.Notice;
import io.arpfailover.agent.takeover.Effect.Severity;
import java.util.ArrayList;
import java.util.List;

/** Where the machine stands, and the effects of the turn under way. */
final class Turn {
    private List<Effect> effects = new ArrayList<>();
    private Stage stage = Stage.WAITING;
    private String because = "starting";

    Stage stage() {
        return stage;
    }

    boolean is(Stage expected) {
        return stage == expected;
    }

    String because() {
        return because;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    void add(List<Effect> more) {
        effects.addAll(more);
    }

    void notice(Severity severity, String text) {
        add(new Notice(severity, text));
    }

    void become(Stage next, String cause) {
        if (next != stage) {
            add(new Effect.Transition(stage, next, cause));
        }
        stage = next;
        because = cause;
    }

    /** The stage stays, for another reason. */
    void stay(String cause) {
        because = cause;
    }

    /** All effects of the turn, which ends here. */
    List<Effect> end() {
        List<Effect> ended = effects;
        effects = new ArrayList<>();
        return ended;
    }
}
