package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.Trouble;
import java.util.Optional;
import java.util.stream.Collectors;

/** What of a status changes only when something happens, in one line {@code key=value} for programs and logs. */
final class ChangeLine {
    private ChangeLine() {}

    static String of(AgentStatus status) {
        String repointed = status.addresses().stream()
                        .anyMatch(address -> address.repointed().isPresent())
                ? yes(status.addresses().stream()
                        .noneMatch(address -> address.repointed().equals(Optional.of(false))))
                : "-";
        String checks = status.health().stream()
                .map(check -> check.name() + ":" + check.state())
                .collect(Collectors.joining(","));
        return "cluster=" + status.cluster() + " node=" + status.node()
                + " state=" + status.state().replace(' ', '-')
                + " holder=" + status.holder().orElse("-")
                + " epoch=" + status.epoch()
                + " mode=" + status.mode()
                + " lease=" + yes(status.leaseLeftMillis().isPresent())
                + " repointed=" + repointed
                + " carrier=" + yes(status.networkInterface().carrier())
                + " zookeeper=" + yes(status.zookeeper().connected())
                + " peer=" + status.peer().map(peer -> peer.node()).orElse("-")
                + " fit=" + status.peer().map(peer -> yes(peer.fit())).orElse("-")
                + " checks=" + (checks.isEmpty() ? "-" : checks)
                + " troubles=" + Trouble.in(status).size()
                + " because=\"" + status.because().replace('"', '\'') + "\"";
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }
}
