package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.AgentSight;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Whether the agent of this cluster runs, and will again after a boot. */
final class Service implements Examination {
    private static final int SECONDS_FOR_SYSTEMCTL = 2;
    private static final int LONGEST_WORD = 64;

    private final String unit;
    private final HostFiles files;
    private final Supplier<AgentSight> agent;

    Service(String cluster, HostFiles files, Supplier<AgentSight> agent) {
        this.unit = "arp-failover-agent@" + cluster + ".service";
        this.files = files;
        this.agent = agent;
    }

    /**
     * What systemd says of the unit; empty words where there is no systemd, or no such unit.
     *
     * @param active such as {@code active}, {@code activating}, {@code failed}
     * @param enabled such as {@code enabled}, {@code disabled}
     */
    record Unit(String active, String enabled) {}

    @Override
    public String subject() {
        return "service";
    }

    @Override
    public List<Remark> examine() {
        boolean systemd = files.exists("/run/systemd/system")
                && ServiceUser.UNITS.stream().anyMatch(files::exists);
        Unit seen = systemd ? new Unit(ask("is-active"), ask("is-enabled")) : new Unit("", "");
        return judge(seen, agent.get());
    }

    private String ask(String question) {
        try {
            Process process = new ProcessBuilder("systemctl", question, unit)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS_FOR_SYSTEMCTL, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            try (InputStream said = process.getInputStream()) {
                String word = new String(said.readNBytes(LONGEST_WORD), StandardCharsets.UTF_8).strip();
                return word.contains(" ") ? "" : word;
            }
        } catch (IOException cannotAsk) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    List<Remark> judge(Unit seen, AgentSight sight) {
        List<Remark> remarks = new ArrayList<>();
        remarks.add(sight.map(
                answers -> Remark.good(
                        subject(), "the agent runs, and is " + answers.answer().state()),
                silent -> silent(seen, silent)));
        if (List.of("disabled", "masked").contains(seen.enabled())) {
            remarks.add(Remark.advice(
                    subject(),
                    unit + " is " + seen.enabled() + ": it does not start at boot",
                    "systemctl enable " + unit));
        }
        return remarks;
    }

    private Remark silent(Unit seen, AgentSight.Silent silent) {
        boolean failing = List.of("failed", "activating", "auto-restart").contains(seen.active());
        if (failing) {
            return Remark.bad(
                    subject(),
                    unit + " is " + seen.active() + " and its agent does not answer",
                    "journalctl -u " + unit);
        }
        return switch (silent.why()) {
            case NOT_RUNNING ->
                Remark.advice(
                        subject(),
                        "no agent runs on this host for this cluster",
                        seen.active().isEmpty() ? "start it: failover-agent run" : "systemctl start " + unit);
            case NOT_FOR_US -> Remark.advice(subject(), "the agent may not be asked", "run this command as root");
            case STUCK -> Remark.bad(subject(), silent.text(), "restart it");
        };
    }
}
