package io.arpfailover.agent.doctor;

import java.util.List;

/** One look at one side of a host. It changes nothing, and ends within seconds. */
public interface Examination {
    /** What it looks at, in a word or two. */
    String subject();

    /**
     * What there is to say; at least one remark, also when all is well.
     *
     * @throws io.arpfailover.agent.kernel.KernelException when it cannot look, which {@link Doctor} says
     */
    List<Remark> examine();
}
