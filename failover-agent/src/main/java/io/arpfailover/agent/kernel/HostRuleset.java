package io.arpfailover.agent.kernel;

import java.util.Optional;

/** All nftables rules of this host, the ones that iptables made among them, as libnftables prints them. */
public final class HostRuleset {
    private HostRuleset() {}

    /** As JSON (libnftables-json(5)); empty when we may not read them, or the library cannot print them so. */
    public static Optional<String> json() {
        try (Nftables nftables = Nftables.open()) {
            Nftables.Outcome outcome = nftables.runForJson("list ruleset");
            return outcome.done() && outcome.text().startsWith("{") ? Optional.of(outcome.text()) : Optional.empty();
        } catch (KernelException e) {
            return Optional.empty();
        }
    }
}
