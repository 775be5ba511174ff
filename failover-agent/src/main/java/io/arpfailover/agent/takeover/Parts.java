package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.TenureProtocol;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What one member's machine is made of. Each part knows its own subject and none of the others. */
final class Parts {
    /** What a member may need beyond conflict detection to become ready, or to write that it let go. */
    static final Duration COORDINATION_PATIENCE = Duration.ofSeconds(5);

    final TakeoverSettings settings;
    final TenureProtocol tenure;
    final VirtualAddresses addresses;
    final Announcements announcements;
    final Circumstances around;
    final SwitchoverRequest request;
    final Inheritance inheritance = new Inheritance();
    final Lifetime lifetime = new Lifetime();
    final TakeoverRecord record = new TakeoverRecord();

    Parts(TakeoverSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.tenure = new TenureProtocol(settings.self());
        this.addresses = new VirtualAddresses(settings, random);
        this.announcements = new Announcements(settings);
        this.around = new Circumstances(settings.self(), settings.networkInterface());
        this.request = new SwitchoverRequest(settings.self(), patience());
    }

    /** How long the members may take to settle a switchover. */
    Duration patience() {
        return settings.acd().worstCase().plus(COORDINATION_PATIENCE);
    }
}
