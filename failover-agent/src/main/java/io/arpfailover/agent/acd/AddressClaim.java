package io.arpfailover.agent.acd;

import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Claims one IPv4 address on one link and defends it (RFC 5227). Does no I/O and reads no clock; one thread.
 *
 * <p>Its caller answers: a {@link AcdEffect.SendProbe} with {@link #probeSent}, a {@link AcdEffect.Ready} with
 * {@link #configured} once the address is in place. A call that cannot be right in the present state throws.
 */
public final class AddressClaim {
    private static final MonotonicTime LONG_AGO = new MonotonicTime(Long.MIN_VALUE);

    private final Ipv4Address address;
    private final AcdTiming timing;
    private final DefencePolicy policy;
    private final RandomGenerator random;

    private AcdState state = AcdState.IDLE;
    private MonotonicTime deadline = MonotonicTime.NEVER;

    private MonotonicTime attemptStarted = LONG_AGO;
    private int probesSent;
    private int sendsFailed;
    private boolean peerReported;

    /** Conflicts since the address was last defended in peace: what MAX_CONFLICTS counts. Outlives stop and start. */
    private int conflicts;
    /** No attempt before this; in the past when nothing holds us back. Outlives stop and start. */
    private MonotonicTime notBefore = LONG_AGO;

    private int announced;
    private MonotonicTime defendedAt = LONG_AGO;
    private MonotonicTime rivalAt = LONG_AGO;

    public AddressClaim(Ipv4Address address, AcdTiming timing, DefencePolicy policy, RandomGenerator random) {
        if (!address.isUsableAsHost()) {
            throw new IllegalArgumentException("no host can have " + address);
        }
        this.address = address;
        this.timing = timing;
        this.policy = policy;
        this.random = random;
    }

    /** Begins to probe; or waits first, in {@link AcdState#CONFLICT}, while the pause after a conflict still runs. */
    public List<AcdEffect> start(MonotonicTime now) {
        require(state == AcdState.IDLE || state == AcdState.LOST, "start");
        if (now.isBefore(notBefore)) {
            become(AcdState.CONFLICT, notBefore);
        } else {
            attempt(now);
        }
        return List.of();
    }

    /**
     * The answer to {@link AcdEffect.SendProbe}. A probe that did not leave was not sent: it is handed over again
     * shortly. An answer that comes after its attempt was broken off (stop, conflict) is of no use and ignored.
     */
    public List<AcdEffect> probeSent(boolean sent, MonotonicTime now) {
        if (state == AcdState.SENDING) {
            if (sent) {
                probeLeft(now);
            } else {
                sendsFailed++;
                become(AcdState.PROBING, now.plus(timing.resendAfter(sendsFailed)));
            }
        }
        return List.of();
    }

    /** The address is in place and may be used: announces it (section 2.3). Only in {@link AcdState#READY}. */
    public List<AcdEffect> configured(MonotonicTime now) {
        require(state == AcdState.READY, "configured");
        return use(now);
    }

    /** The address was ours all the time (a restart within the lease): announces it without probing. */
    public List<AcdEffect> adopt(MonotonicTime now) {
        require(state == AcdState.IDLE, "adopt");
        return use(now);
    }

    /** An announcement left. The next one keeps its distance to this moment, since pacing may have held this one. */
    public void announced(MonotonicTime now) {
        if (state == AcdState.ANNOUNCING) {
            become(AcdState.ANNOUNCING, now.plus(timing.announceInterval()));
        }
    }

    /** Ends whatever goes on. The count of conflicts and the pause after one survive, so that a restart evades neither. */
    public void stop() {
        become(AcdState.IDLE, MonotonicTime.NEVER);
    }

    /** Takes in a packet seen on the link. Packets about other addresses, and our own, change nothing. */
    public List<AcdEffect> onPacket(ArpPacket packet, Stations stations, MonotonicTime now) {
        boolean claims = packet.senderIp().equals(address);
        boolean asksToo = packet.isProbe() && packet.targetIp().equals(address);
        if (!claims && !asksToo) {
            return List.of();
        }
        MacAddress by = packet.senderMac();
        return switch (stations.sideOf(by)) {
            case OWN -> List.of();
            case PEER -> claims ? onPeer(by, now) : List.of();
            case THIRD -> claims ? onClaimant(by, now) : onOtherProber(by, now);
        };
    }

    public List<AcdEffect> onTimeout(MonotonicTime now) {
        if (now.isBefore(deadline)) {
            return List.of();
        }
        return switch (state) {
            case PROBING -> sendProbe();
            case SETTLING -> ready();
            case ANNOUNCING -> announce(now);
            case CONFLICT -> attempt(now);
            case IDLE, SENDING, READY, DEFENDING, LOST -> throw new IllegalStateException("timeout in " + state);
        };
    }

    /** When {@link #onTimeout} is due; {@link MonotonicTime#NEVER} also while the answer about a probe is awaited. */
    public MonotonicTime nextTimeout() {
        return deadline;
    }

    public AcdState state() {
        return state;
    }

    public Ipv4Address address() {
        return address;
    }

    private List<AcdEffect> attempt(MonotonicTime now) {
        attemptStarted = now;
        probesSent = 0;
        sendsFailed = 0;
        peerReported = false;
        become(AcdState.PROBING, now.plus(between(Duration.ZERO, timing.probeWait())));
        return List.of();
    }

    private List<AcdEffect> sendProbe() {
        become(AcdState.SENDING, MonotonicTime.NEVER);
        return List.of(new AcdEffect.SendProbe(address));
    }

    /** Gaps count from here, when the probe left, and not from when it was handed over: pacing may have held it. */
    private void probeLeft(MonotonicTime now) {
        probesSent++;
        sendsFailed = 0;
        if (probesSent < timing.probeNum()) {
            become(AcdState.PROBING, now.plus(between(timing.probeMin(), timing.probeMax())));
        } else {
            become(AcdState.SETTLING, now.plus(timing.announceWait()));
        }
    }

    private List<AcdEffect> ready() {
        become(AcdState.READY, MonotonicTime.NEVER);
        return List.of(new AcdEffect.Ready(address));
    }

    private List<AcdEffect> use(MonotonicTime now) {
        announced = 0;
        defendedAt = LONG_AGO;
        rivalAt = LONG_AGO;
        return announce(now);
    }

    private List<AcdEffect> announce(MonotonicTime now) {
        announced++;
        if (announced < timing.announceNum()) {
            become(AcdState.ANNOUNCING, now.plus(timing.announceInterval()));
        } else {
            conflicts = 0;
            become(AcdState.DEFENDING, MonotonicTime.NEVER);
        }
        return List.of(new AcdEffect.Announce(address));
    }

    /** The pair settles by the tenure who of the two has the address, so this is news and not a conflict. */
    private List<AcdEffect> onPeer(MacAddress by, MonotonicTime now) {
        return switch (state) {
            case PROBING, SENDING, SETTLING, READY -> heldByPeer(by);
            case ANNOUNCING, DEFENDING -> rivalPeer(by, now);
            case IDLE, CONFLICT, LOST -> List.of();
        };
    }

    private List<AcdEffect> heldByPeer(MacAddress by) {
        if (peerReported) {
            return List.of();
        }
        peerReported = true;
        return List.of(new AcdEffect.HeldByPeer(address, by));
    }

    private List<AcdEffect> rivalPeer(MacAddress by, MonotonicTime now) {
        if (isRecent(rivalAt, now)) {
            return List.of();
        }
        rivalAt = now;
        return List.of(new AcdEffect.RivalPeer(address, by));
    }

    private List<AcdEffect> onClaimant(MacAddress by, MonotonicTime now) {
        return switch (state) {
            case PROBING, SENDING, SETTLING, READY -> conflict(by, now);
            case ANNOUNCING, DEFENDING -> defend(by, now);
            case IDLE, CONFLICT, LOST -> List.of();
        };
    }

    /**
     * Two hosts that probe at the same time both withdraw (section 2.1.1). Once READY we were first: our announcement
     * ends the other's probing. Once in use the kernel answers the probe (section 2.5).
     */
    private List<AcdEffect> onOtherProber(MacAddress by, MonotonicTime now) {
        return switch (state) {
            case PROBING, SENDING, SETTLING -> conflict(by, now);
            case READY, ANNOUNCING, DEFENDING, IDLE, CONFLICT, LOST -> List.of();
        };
    }

    private List<AcdEffect> conflict(MacAddress by, MonotonicTime now) {
        countConflict(now);
        become(AcdState.CONFLICT, notBefore);
        return List.of(new AcdEffect.Conflict(address, by));
    }

    private List<AcdEffect> defend(MacAddress by, MonotonicTime now) {
        boolean again = isRecent(defendedAt, now);
        return switch (policy) {
            case NEVER -> lose(by, now);
            case ONCE -> again ? lose(by, now) : defendOnce(by, now);
            case ALWAYS -> again ? List.of() : defendOnce(by, now);
        };
    }

    private List<AcdEffect> defendOnce(MacAddress by, MonotonicTime now) {
        defendedAt = now;
        return List.of(new AcdEffect.Defend(address, by));
    }

    private List<AcdEffect> lose(MacAddress by, MonotonicTime now) {
        countConflict(now);
        become(AcdState.LOST, MonotonicTime.NEVER);
        return List.of(new AcdEffect.Lost(address, by));
    }

    private void countConflict(MonotonicTime now) {
        conflicts++;
        notBefore = now.plus(between(timing.retryMin(), timing.retryMax()));
        if (conflicts >= timing.maxConflicts()) {
            notBefore = MonotonicTime.latest(notBefore, attemptStarted.plus(timing.rateLimitInterval()));
        }
    }

    /** "Within DEFEND_INTERVAL" includes its end. */
    private boolean isRecent(MonotonicTime then, MonotonicTime now) {
        return !then.plus(timing.defendInterval()).isBefore(now);
    }

    private Duration between(Duration min, Duration max) {
        return Duration.ofNanos(random.nextLong(min.toNanos(), max.toNanos() + 1));
    }

    private void require(boolean possible, String call) {
        if (!possible) {
            throw new IllegalStateException(call + " of " + address + " in " + state);
        }
    }

    private void become(AcdState next, MonotonicTime nextDeadline) {
        state = next;
        deadline = nextDeadline;
    }
}
