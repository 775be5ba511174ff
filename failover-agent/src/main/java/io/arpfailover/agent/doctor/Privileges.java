package io.arpfailover.agent.doctor;

import static java.util.stream.Collectors.joining;

import io.arpfailover.agent.kernel.Capability;
import java.util.List;
import java.util.Set;

/** Whether this process may do what the agent must do. */
final class Privileges implements Examination {
    private final boolean unitGrants;

    /** @param unitGrants whether a service is installed that gives the agent what it needs, whoever runs this */
    Privileges(boolean unitGrants) {
        this.unitGrants = unitGrants;
    }

    @Override
    public String subject() {
        return "capabilities";
    }

    @Override
    public List<Remark> examine() {
        return examine(Capability.missing());
    }

    List<Remark> examine(Set<Capability> missing) {
        return List.of(
                missing.isEmpty()
                        ? Remark.good(subject(), "this process may assign addresses, load rules and send ARP")
                        : lacking(missing));
    }

    private Remark lacking(Set<Capability> missing) {
        String names = missing.stream().sorted().map(Enum::name).collect(joining(" and "));
        return unitGrants
                ? Remark.advice(
                        subject(),
                        "the service has what the agent needs, but this command lacks " + names
                                + ", so it could not look at all",
                        "run this command as root")
                : Remark.bad(
                        subject(),
                        "this process lacks " + names + ", without which the agent does not run",
                        "run it as the agent runs: as root, or with them granted");
    }
}
