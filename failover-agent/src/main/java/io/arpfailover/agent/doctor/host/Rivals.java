package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.agent.wire.Ipv4Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether another program of this kind wants the same addresses. */
final class Rivals implements Examination {
    /** Names of processes, at most the 15 characters that the kernel keeps, and where each has its configuration. */
    private static final Map<String, String> KNOWN = new TreeMap<>(Map.of(
            "keepalived", "/etc/keepalived",
            "ucarp", "/etc/ucarp",
            "vrrpd", "/etc/vrrpd",
            "pacemakerd", "/var/lib/pacemaker/cib",
            "vip-manager", "/etc/default",
            "kube-vip", "/etc/kubernetes/manifests",
            "heartbeat", "/etc/ha.d",
            "wackamole", "/etc"));

    private final Mentions mentions;
    private final HostFiles files;

    Rivals(List<Ipv4Address> addresses, HostFiles files) {
        this.mentions = new Mentions(addresses);
        this.files = files;
    }

    /**
     * One such program.
     *
     * @param runs in our network
     * @param mention where it is told to assign one of our addresses; empty when no such place was found
     */
    record Rival(String name, boolean runs, Optional<String> mention) {}

    @Override
    public String subject() {
        return "rivals";
    }

    @Override
    public List<Remark> examine() {
        Map<String, String> running = running();
        List<Rival> rivals = new ArrayList<>();
        KNOWN.forEach((name, directory) -> {
            Optional<String> commandLine = Optional.ofNullable(running.get(name));
            Optional<String> mention = commandLine
                    .filter(mentions::in)
                    .map(words -> "its command line")
                    .or(() -> mentions.in(own(name, directory)).stream()
                            .findFirst()
                            .map(Mentions.Mention::path));
            if (commandLine.isPresent() || mention.isPresent()) {
                rivals.add(new Rival(name, commandLine.isPresent(), mention));
            }
        });
        return judge(rivals);
    }

    /** In a directory that many share, only files that are named like the program. */
    private List<HostFiles.Text> own(String name, String directory) {
        boolean shared = List.of("/etc", "/etc/default").contains(directory);
        return shared
                ? files.names(directory).stream()
                        .filter(file -> file.startsWith(name))
                        .flatMap(file -> files.text(directory + "/" + file).stream()
                                .map(text -> new HostFiles.Text(directory + "/" + file, text)))
                        .toList()
                : files.texts(directory);
    }

    /** Command lines by the name of the process, of those in our network namespace. */
    private Map<String, String> running() {
        Map<String, String> running = new TreeMap<>();
        Optional<Path> ours = network("self");
        for (String process : files.names("/proc")) {
            if (process.matches("[0-9]+")) {
                Optional<String> name = files.text("/proc/" + process + "/comm").filter(KNOWN::containsKey);
                boolean here = name.isPresent()
                        && (network(process).isEmpty() || network(process).equals(ours));
                if (here) {
                    String words = files.text("/proc/" + process + "/cmdline").orElse("");
                    running.put(name.get(), words.replace('\0', ' '));
                }
            }
        }
        return running;
    }

    private Optional<Path> network(String process) {
        try {
            return Optional.of(Files.readSymbolicLink(files.root().resolve("proc/" + process + "/ns/net")));
        } catch (IOException notForUs) {
            return Optional.empty();
        }
    }

    List<Remark> judge(List<Rival> rivals) {
        return rivals.isEmpty()
                ? List.of(Remark.good(subject(), "no other program of this kind was found"))
                : rivals.stream().map(this::judge).toList();
    }

    private Remark judge(Rival rival) {
        String place = rival.mention().orElse("");
        if (!rival.runs()) {
            return Remark.advice(
                    subject(),
                    place + " gives a shared address to " + rival.name() + ", which does not run now",
                    "take it out there, or remove " + rival.name());
        }
        return rival.mention().isPresent()
                ? Remark.bad(
                        subject(),
                        rival.name() + " runs and assigns a shared address, too (" + place + ")",
                        "take it out there, or stop and disable " + rival.name())
                : Remark.advice(subject(), rival.name() + " runs, too", "see that it has no address of this cluster");
    }
}
