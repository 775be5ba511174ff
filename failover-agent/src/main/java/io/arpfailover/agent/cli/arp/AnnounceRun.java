package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.announce.AnnounceEffect;
import io.arpfailover.agent.announce.AnnounceTiming;
import io.arpfailover.agent.announce.Announcer;
import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.announce.Pacer;
import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Announcements on a stack, some rounds of them, with the gateway's receipt where it is wanted. */
final class AnnounceRun implements Client, AnnounceEffect.Performer {
    /** A round's three frames, and their repetitions. */
    private static final int WAITING_EACH = 7;

    /**
     * What became of one address.
     *
     * @param left frames that left, of any kind
     * @param refused why a frame did not leave, if one did not and its repetitions neither
     * @param receipt the gateway's, if it came
     */
    record Account(int left, Optional<String> refused, Optional<Receipt> receipt) {}

    /**
     * The gateway's answer to the address.
     *
     * @param after from the first frame of the address that left
     */
    record Receipt(MacAddress gateway, Duration after) {}

    private final ArpStack stack;
    private final AnnounceForm form;
    private final int rounds;
    private final Duration interval;
    private final boolean receiptWanted;
    private final Announcer announcer;
    private final Pacer pacer;

    private final Map<Ipv4Address, Integer> left = new LinkedHashMap<>();
    private final Map<Ipv4Address, MonotonicTime> firstLeft = new HashMap<>();
    private final Map<Ipv4Address, Receipt> receipts = new HashMap<>();
    private final Map<Outbound, String> refused = new HashMap<>();

    private MonotonicTime turn;
    private MonotonicTime nextRound = MonotonicTime.NEVER;
    private int roundsDone;

    AnnounceRun(
            List<Ipv4Address> addresses,
            AnnounceForm form,
            int rounds,
            Duration interval,
            Optional<Ipv4Address> gateway,
            ArpStack stack) {
        this.stack = stack;
        this.form = form;
        this.rounds = rounds;
        this.interval = interval;
        this.receiptWanted = gateway.isPresent();
        this.announcer = new Announcer(gateway, AnnounceTiming.DEFAULT, addresses.size());
        this.pacer = new Pacer(Pace.DEFAULT, addresses.size() * WAITING_EACH);
        this.turn = stack.now();
        addresses.forEach(address -> left.put(address, 0));
    }

    void start() {
        nextRound = turn;
    }

    /** Whether nothing more can come: all rounds have left, and the receipts are there where they are wanted. */
    boolean isDone() {
        boolean proved = !receiptWanted || receipts.size() == left.size();
        return allRoundsBegun() && pacer.queued() == 0 && refused.isEmpty() && proved;
    }

    boolean allRoundsBegun() {
        return roundsDone == rounds;
    }

    Account account(Ipv4Address address) {
        Optional<String> because = refused.entrySet().stream()
                .filter(entry -> entry.getKey().vip().equals(address))
                .map(Map.Entry::getValue)
                .findFirst();
        return new Account(left.getOrDefault(address, 0), because, Optional.ofNullable(receipts.get(address)));
    }

    @Override
    public MonotonicTime nextTimeout() {
        return MonotonicTime.earliest(nextRound, MonotonicTime.earliest(announcer.nextTimeout(), pacer.nextTimeout()));
    }

    @Override
    public void onTimeout(MonotonicTime now) {
        turn = now;
        send(pacer.onTimeout(now));
        perform(announcer.onTimeout(now));
        if (now.hasReached(nextRound)) {
            roundsDone++;
            nextRound = allRoundsBegun() ? MonotonicTime.NEVER : now.plus(interval);
            left.keySet().forEach(address -> perform(announcer.announce(address, now)));
        }
    }

    @Override
    public void onFrame(ArpFrame frame, MonotonicTime now) {
        turn = now;
        perform(announcer.onFrame(frame, stack.station().mac(), now));
    }

    @Override
    public void send(AnnounceEffect.Send effect) {
        if (form.covers(effect.outbound())) {
            send(pacer.submit(effect.outbound(), turn));
        } else {
            perform(announcer.sent(effect.outbound(), true, turn));
        }
        pacer.takeDropped().forEach(dropped -> perform(announcer.sent(dropped, false, turn)));
    }

    @Override
    public void repointed(AnnounceEffect.Repointed effect) {
        Duration after = firstLeft.getOrDefault(effect.vip(), turn).until(turn);
        receipts.putIfAbsent(effect.vip(), new Receipt(effect.gatewayMac(), after));
    }

    /** The absence of a receipt says it. */
    @Override
    public void notRepointed(AnnounceEffect.NotRepointed effect) {}

    /** What did not leave is kept by frame. */
    @Override
    public void sendFailing(AnnounceEffect.SendFailing effect) {}

    private void send(List<Outbound> leaving) {
        for (Outbound outbound : leaving) {
            SendResult result = stack.send(outbound.frame(stack.station().mac()));
            if (result instanceof SendResult.NotSent because) {
                refused.put(outbound, because.because());
            } else {
                refused.remove(outbound);
                left.merge(outbound.vip(), 1, Integer::sum);
                firstLeft.putIfAbsent(outbound.vip(), turn);
            }
            perform(announcer.sent(outbound, result instanceof SendResult.Sent, turn));
        }
    }

    private void perform(List<AnnounceEffect> effects) {
        effects.forEach(effect -> effect.performOn(this));
    }
}
