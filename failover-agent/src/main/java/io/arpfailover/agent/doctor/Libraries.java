package io.arpfailover.agent.doctor;

import io.arpfailover.agent.kernel.SharedLibrary;
import java.util.Arrays;
import java.util.List;

/** Whether the libraries of the system that the agent needs are there. */
final class Libraries implements Examination {
    @Override
    public String subject() {
        return "libraries";
    }

    @Override
    public List<Remark> examine() {
        List<Remark> missing = Arrays.stream(SharedLibrary.values())
                .filter(library -> !library.canBeLoaded())
                .map(library -> Remark.bad(
                        subject(),
                        library.text() + " cannot be loaded, without which the agent does not run",
                        "install " + library.debianPackage() + " (as Debian and Ubuntu call it)"))
                .toList();
        return missing.isEmpty() ? List.of(Remark.good(subject(), "libpcap and libnftables can be loaded")) : missing;
    }
}
