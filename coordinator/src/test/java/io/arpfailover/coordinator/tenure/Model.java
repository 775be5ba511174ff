package io.arpfailover.coordinator.tenure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The protocol as TLC reads it: a module and its configuration.
 *
 * @param module the text of {@code Takeover.tla}
 * @param configuration constants, specification and what must hold
 */
record Model(String module, String configuration) {
    private static final Path SOURCE = Path.of("src/test/tla");

    /** The module with {@code NAME.cfg}. */
    static Model read(String name) throws IOException {
        return new Model(
                Files.readString(SOURCE.resolve("Takeover.tla")), Files.readString(SOURCE.resolve(name + ".cfg")));
    }

    Model with(BrokenRule broken) {
        Model changed = this;
        for (BrokenRule.Edit edit : broken.edits()) {
            changed = changed.replace(edit.text(), edit.instead());
        }
        return changed;
    }

    /** The same model, with something else to hold than that nobody owns twice. */
    Model expecting(String invariant) {
        return replace("INVARIANT AtMostOneOwner", "INVARIANT " + invariant);
    }

    /** Both files into a directory, under the names TLC expects. */
    void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("Takeover.tla"), module);
        Files.writeString(directory.resolve("Takeover.cfg"), configuration);
    }

    /** A change that found nothing to change, or more than was meant, would prove nothing. */
    private Model replace(String text, String instead) {
        int places = occurrences(module, text) + occurrences(configuration, text);
        if (places != 1 || text.equals(instead)) {
            throw new IllegalArgumentException("expected once in Takeover.tla and its configuration, found " + places
                    + " times; write the change anew: " + text);
        }
        return new Model(module.replace(text, instead), configuration.replace(text, instead));
    }

    private static int occurrences(String whole, String part) {
        return (whole.length() - whole.replace(part, "").length()) / part.length();
    }
}
