package io.arpfailover.agent.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.config.HostView;
import io.arpfailover.agent.doctor.Doctor;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.Rtnetlink;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: whether this host is fit for an agent, and what to do where it is not. */
@Command(
        name = "doctor",
        description = "Examines this host, and says what is good, what is bad and what to do; changes nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:nothing is bad", " 1:something is bad", " 2:the configuration cannot be read"})
final class DoctorCommand implements Callable<Integer> {
    private final ConfigurationOption configuration;
    private final HostView host;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    DoctorCommand(ConfigurationOption configuration, HostView host) {
        this.configuration = configuration;
        this.host = host;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        return configuration.read(err).map(this::examine).orElse(ExitCode.UNUSABLE);
    }

    private int examine(ConfigurationReading.Valid checked) {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            List<Remark> remarks = Doctor.of(checked, host, rtnetlink).examine();
            spec.commandLine().getOut().println(json ? json(remarks) : lines(remarks));
            return Doctor.isFine(remarks) ? ExitCode.OK : ExitCode.REFUSED;
        } catch (KernelException e) {
            spec.commandLine().getErr().println("failover-agent: " + e.getMessage());
            return ExitCode.UNUSABLE;
        }
    }

    static String lines(List<Remark> remarks) {
        Stream<String> all =
                remarks.stream().sorted(Comparator.comparing(Remark::grade)).map(DoctorCommand::line);
        return Stream.concat(all, Stream.of(summary(remarks))).collect(joining("\n"));
    }

    /** The worst stands last, right above this. */
    private static String summary(List<Remark> remarks) {
        long bad = count(remarks, Remark.Grade.BAD);
        long advice = count(remarks, Remark.Grade.ADVICE);
        return (bad == 0 ? "nothing is bad" : bad + " bad") + (advice == 0 ? "" : ", " + advice + " to consider");
    }

    private static long count(List<Remark> remarks, Remark.Grade grade) {
        return remarks.stream().filter(remark -> remark.grade() == grade).count();
    }

    private static String line(Remark remark) {
        String remedy = remark.remedy().isEmpty() ? "" : "; " + remark.remedy();
        return String.format("%-6s  %s: %s%s", grade(remark), remark.subject(), remark.text(), remedy);
    }

    static String json(List<Remark> remarks) {
        ObjectNode root = new ObjectMapper().createObjectNode().put("fine", Doctor.isFine(remarks));
        ObjectNode counts = root.putObject("counts");
        Arrays.stream(Remark.Grade.values()).forEach(grade -> counts.put(word(grade), count(remarks, grade)));
        ArrayNode all = root.putArray("remarks");
        remarks.forEach(remark -> all.addObject()
                .put("grade", grade(remark))
                .put("subject", remark.subject())
                .put("text", remark.text())
                .put("remedy", remark.remedy()));
        return root.toPrettyString();
    }

    private static String grade(Remark remark) {
        return word(remark.grade());
    }

    private static String word(Remark.Grade grade) {
        return grade.name().toLowerCase(Locale.ROOT);
    }
}
