package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the kernel reads the time cheaply and evenly: leases and promises are counted by it. */
final class ClockSource implements Examination {
    private static final String CURRENT = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
    private static final Set<String> FAST = Set.of(
            "tsc",
            "kvm-clock",
            "arch_sys_counter",
            "hyperv_clocksource_tsc_page",
            "xen",
            "timebase",
            "tod",
            "riscv_clocksource");
    private static final Set<String> SLOW = Set.of("acpi_pm", "hpet", "jiffies", "refined-jiffies", "pit");

    private final HostFiles files;

    ClockSource(HostFiles files) {
        this.files = files;
    }

    @Override
    public String subject() {
        return "clock";
    }

    @Override
    public List<Remark> examine() {
        return List.of(judge(files.text(CURRENT)));
    }

    Remark judge(Optional<String> current) {
        if (current.isEmpty()) {
            return Remark.advice(subject(), "the kernel does not say where it has the time from", "look at dmesg");
        }
        String source = current.get();
        if (FAST.contains(source)) {
            return Remark.good(subject(), "the time comes from " + source);
        }
        String text = SLOW.contains(source)
                ? "the time comes from " + source
                        + ", which is slow to read, and mostly chosen because the kernel found"
                        + " the processor's own clock unstable"
                : "the time comes from " + source + ", which is not known here";
        return Remark.advice(
                subject(),
                text,
                "see why in `dmesg | grep -i clocksource`; in a virtual machine give the guest kvm-clock or a stable tsc");
    }
}
