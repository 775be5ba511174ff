package io.arpfailover.agent.doctor;

import static java.util.stream.Collectors.joining;

import io.arpfailover.agent.kernel.Capability;
import java.util.List;
import java.util.Set;

/** Whether this process may do what the agent must do. */
final class Privileges implements Examination {
    @Override
    public String subject() {
        return "capabilities";
    }

    @Override
    public List<Remark> examine() {
        return examine(Capability.missing());
    }

    List<Remark> examine(Set<Capability> missing) {
        String names = missing.stream().sorted().map(Enum::name).collect(joining(" and "));
        return List.of(
                missing.isEmpty()
                        ? Remark.good(subject(), "this process may assign addresses, load rules and send ARP")
                        : Remark.bad(
                                subject(),
                                "this process lacks " + names + ", without which the agent does not run",
                                "run it as the agent runs: as root, or with them granted"));
    }
}
