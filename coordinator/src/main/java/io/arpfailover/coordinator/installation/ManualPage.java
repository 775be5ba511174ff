package io.arpfailover.coordinator.installation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of a program: one page with all its commands, taken from what the program says about itself.
 *
 * @param program with its commands
 * @param release its version and date
 * @param files what it reads and writes, and for what
 * @param seeAlso other pages, such as {@code coordinator(1)}
 */
record ManualPage(CommandLine program, Release release, Map<String, String> files, String seeAlso) {
    private static final String SECTION = "1";
    private static final String MANUAL = "ARP failover manager";

    String roff() {
        CommandSpec spec = program.getCommandSpec();
        Roff page = new Roff()
                .macro("TH", spec.name().toUpperCase(Locale.ROOT), SECTION, release.date(), release.version(), MANUAL)
                .macro("SH", "NAME")
                .text(spec.name() + " - " + lowerFirst(oneLine(spec)))
                .macro("SH", "SYNOPSIS")
                .macro("B", spec.name())
                .text("[OPTIONS] COMMAND [ARGUMENTS]")
                .macro("SH", "DESCRIPTION")
                .text(description(spec))
                .macro("SH", "OPTIONS");
        options(page, spec, true);
        page.macro("SH", "COMMANDS");
        commands(page, program);
        page.macro("SH", "EXIT STATUS");
        spec.usageMessage()
                .exitCodeList()
                .forEach((code, meaning) ->
                        page.macro("TP").macro("B", code.strip()).text(rendered(meaning)));
        page.macro("SH", "FILES");
        files.forEach((file, what) -> page.macro("TP").macro("I", file).text(what));
        return page.macro("SH", "SEE ALSO").text(seeAlso).toString();
    }

    private static void commands(Roff page, CommandLine above) {
        for (CommandLine command : above.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            if (spec.usageMessage().hidden()) {
                continue;
            }
            if (command.getSubcommands().isEmpty()) {
                command(page, spec);
            }
            commands(page, command);
        }
    }

    private static void command(Roff page, CommandSpec spec) {
        page.macro("SS", synopsis(spec)).text(description(spec));
        options(page, spec, false);
        String footer = rendered(String.join("\n", spec.usageMessage().footer()));
        if (!footer.isBlank()) {
            page.macro("PP").literal(footer);
        }
    }

    /** Without the program's name, which is the page's, and without the options, which stand below. */
    private static String synopsis(CommandSpec spec) {
        StringBuilder line = new StringBuilder(spec.qualifiedName().replaceFirst("^\\S+ ", ""));
        boolean hasOptions = spec.options().stream().anyMatch(option -> isShown(option, false));
        line.append(hasOptions ? " [OPTIONS]" : "");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            String label = parameter.paramLabel();
            line.append(' ').append(parameter.arity().min() == 0 ? "[" + label + "]" : label);
            line.append(parameter.arity().isVariable() || parameter.arity().max() > 1 ? "..." : "");
        }
        return line.toString();
    }

    private static void options(Roff page, CommandSpec spec, boolean ofProgram) {
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                page.macro("TP").macro("I", parameter.paramLabel()).text(described(parameter));
            }
        }
        for (OptionSpec option : spec.options()) {
            if (isShown(option, ofProgram)) {
                page.macro("TP").macro("B", named(option)).text(described(option));
            }
        }
    }

    /** What each command has is told once, for the program. */
    private static boolean isShown(OptionSpec option, boolean ofProgram) {
        boolean everywhere = option.inherited() || option.usageHelp() || option.versionHelp();
        return !option.hidden() && (ofProgram || !everywhere);
    }

    private static String named(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return String.join(", ", option.names()) + value;
    }

    private static String described(ArgSpec argument) {
        String text = rendered(String.join("\n", argument.description()));
        return text.isBlank() ? "." : text;
    }

    private static String description(CommandSpec spec) {
        return rendered(String.join("\n", spec.usageMessage().description()));
    }

    private static String oneLine(CommandSpec spec) {
        String first = List.of(description(spec).split("\n", -1)).get(0);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private static String lowerFirst(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String rendered(String text) {
        return Ansi.OFF.string(text).replace("%n", "\n").replace("%%", "%");
    }
}
