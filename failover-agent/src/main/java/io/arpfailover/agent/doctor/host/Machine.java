package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import java.util.List;
import java.util.Optional;

/** Whether this is a machine that somebody may pause: it resumes with what was left of its lease. */
final class Machine implements Examination {
    private final HostFiles files;

    Machine(HostFiles files) {
        this.files = files;
    }

    /**
     * What tells of a hypervisor.
     *
     * @param product what the firmware calls the machine; empty when it does not say
     * @param flagged whether the processor says that there is one
     */
    record Seen(String product, boolean flagged) {}

    @Override
    public String subject() {
        return "machine";
    }

    @Override
    public List<Remark> examine() {
        String product = files.text("/sys/class/dmi/id/sys_vendor").orElse("") + " "
                + files.text("/sys/class/dmi/id/product_name").orElse("");
        Optional<String> flags = files.text("/proc/cpuinfo").flatMap(Machine::flags);
        boolean flagged =
                flags.filter(line -> (line + " ").contains(" hypervisor ")).isPresent()
                        || files.exists("/sys/hypervisor/type");
        return List.of(judge(new Seen(product.strip(), flagged)));
    }

    private static Optional<String> flags(String cpuinfo) {
        return cpuinfo.lines().filter(line -> line.startsWith("flags")).findFirst();
    }

    Remark judge(Seen seen) {
        String name = seen.product().isEmpty() ? "" : " (" + seen.product() + ")";
        return seen.flagged()
                ? Remark.advice(
                        subject(),
                        "this is a virtual machine" + name + ": paused or moved while it holds the addresses, it"
                                + " resumes with what was left of its lease",
                        "before a pause, a snapshot with memory or a live migration, switch over:"
                                + " failover-agent maintenance on")
                : Remark.good(subject(), "no hypervisor can pause it" + name);
    }
}
