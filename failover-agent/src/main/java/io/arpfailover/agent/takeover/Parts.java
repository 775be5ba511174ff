package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.TenureProtocol;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What one member's machine is made of. Each part knows its own subject and none of the others. */
final class Parts {
    /** What a member may need beyond conflict detection to become ready, or to write that it let go. */
    static final Duration COORDINATION_PATIENCE = Duration.ofSeconds(5);

    TakeoverSettings settings;
    final TenureProtocol tenure;
    final VirtualAddresses addresses;
    final Announcements announcements;
    final Circumstances around;
    final SwitchoverRequest request;
    final Inheritance inheritance = new Inheritance();
    final Readiness readiness;
    final Placement placement;
    final Departure departure = new Departure();
    final PeerSigns peerSigns;
    final OwnMoves ownMoves;
    final Neighborhood neighbors;
    final Fitness fitness;
    final Strangers strangers;
    final TakeoverRecord record = new TakeoverRecord();
    final ConflictTally conflicts = new ConflictTally();

    Parts(TakeoverSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.tenure = new TenureProtocol(settings.self(), settings.timing(), settings.hasPeer());
        this.addresses = new VirtualAddresses(settings, random);
        this.announcements = new Announcements(settings);
        this.around = new Circumstances(settings.self(), settings.networkInterface());
        this.request = new SwitchoverRequest(settings.self(), patience());
        this.readiness = new Readiness(settings.pace(), settings.addresses().size());
        this.placement = new Placement(settings.addresses());
        this.peerSigns = new PeerSigns(settings.timing().suspicionAfter());
        this.strangers = new Strangers(settings.addresses());
        this.neighbors = new Neighborhood(settings, announcements, random);
        this.fitness = new Fitness(settings, announcements, neighbors);
        this.ownMoves = new OwnMoves(settings.failback(), settings.movesPerHour());
    }

    /** What can be is from now on as this says; nothing that is held or promised changes by it. */
    List<Effect> reconfigure(TakeoverSettings next, MonotonicTime now) {
        settings = settings.reconfigured(next);
        announcements.reconfigure(settings, now);
        readiness.paceIs(settings.pace(), settings.addresses().size());
        ownMoves.reconfigure(settings.failback(), settings.movesPerHour(), now);
        return fitness.reconfigure(settings, now);
    }

    /** How long the members may take to settle a switchover. */
    Duration patience() {
        return settings.acd().worstCase().plus(COORDINATION_PATIENCE);
    }

    /** What keeps us from serving, and what to do. A member that the tenure names needs the other one, not ZooKeeper. */
    Optional<String> obstacle() {
        boolean byPromises = settings.hasPeer() && tenure.standing() == Standing.NAMED;
        return byPromises ? around.localObstacle() : around.obstacle();
    }

    /** Why the other member should serve rather than we, if it can. */
    Optional<String> reservation() {
        return around.maintenance().or(fitness::failure);
    }

    /** What keeps us from serving, though nobody wished that; empty when nothing does. */
    Optional<String> fault() {
        return obstacle().or(fitness::failure).or(addresses::conflict);
    }

    /** Whether we could take over now, and would. */
    Optional<String> unfitBecause() {
        return departure.isAsked()
                ? Optional.of("it is stopping")
                : around.obstacle().or(this::reservation).or(addresses::conflict);
    }
}
