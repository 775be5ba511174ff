package io.arpfailover.agent.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.77.0.100");
    private static final Ipv4Address SECOND = Ipv4Address.parse("10.77.0.101");
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");
    private static final MacAddress OWN = MacAddress.parse("02:00:0a:4d:00:01");
    private static final MacAddress GATEWAY_MAC = MacAddress.parse("02:00:0a:4d:00:fe");
    private static final AnnounceEffect REPOINTED = new AnnounceEffect.Repointed(VIP, GATEWAY_MAC);
    private static final AnnounceEffect NOT_REPOINTED = new AnnounceEffect.NotRepointed(VIP);
    private static final AnnounceEffect FAILING = new AnnounceEffect.SendFailing(VIP);

    private final Announcer announcer = new Announcer(Optional.of(GATEWAY), AnnounceTiming.DEFAULT, 10);
    private MonotonicTime now = new MonotonicTime(-1_000_000_000L);
    private boolean linkUp = true;
    private final List<String> log = new ArrayList<>();

    @Test
    void anAnnouncementIsRequestFormThenQueryThenReplyForm() {
        assertEquals(
                List.of(
                        new AnnounceEffect.Send(new Outbound.RequestForm(VIP)),
                        new AnnounceEffect.Send(new Outbound.GatewayQuery(VIP, GATEWAY)),
                        new AnnounceEffect.Send(new Outbound.ReplyForm(VIP))),
                announcer.announce(VIP, now));
    }

    @Test
    void aDefenceIsOneSingleAnnouncementAndTheQuery() {
        announcer.announce(VIP, now);
        assertEquals(
                List.of(
                        new AnnounceEffect.Send(new Outbound.RequestForm(VIP)),
                        new AnnounceEffect.Send(new Outbound.GatewayQuery(VIP, GATEWAY))),
                announcer.defend(VIP));
    }

    @Test
    void withoutAGatewayNobodyIsAsked() {
        Announcer alone = new Announcer(Optional.empty(), AnnounceTiming.DEFAULT, 10);
        List<AnnounceEffect> both = List.of(
                new AnnounceEffect.Send(new Outbound.RequestForm(VIP)),
                new AnnounceEffect.Send(new Outbound.ReplyForm(VIP)));
        assertEquals(both, alone.announce(VIP, now));
        assertEquals(List.of(), alone.onFrame(receipt(VIP), OWN, now));
        assertEquals(
                List.of(
                        new AnnounceEffect.Send(new Outbound.RequestForm(GATEWAY)),
                        new AnnounceEffect.Send(new Outbound.ReplyForm(GATEWAY))),
                announcer.announce(GATEWAY, now),
                "an address that is the gateway");
    }

    @Test
    void theGatewaysAnswerToOurMacIsTheReceiptAndComesOnce() {
        perform(announcer.announce(VIP, now));
        assertEquals(List.of(REPOINTED), announcer.onFrame(receipt(VIP), OWN, now));
        assertEquals(List.of(), announcer.onFrame(receipt(VIP), OWN, now));
        runFor(Duration.ofSeconds(59));
        assertEquals("RequestForm GatewayQuery ReplyForm", logged());
    }

    @Test
    void nothingElseIsAReceipt() {
        perform(announcer.announce(VIP, now));
        ArpPacket query = ArpPacket.request(OWN, VIP, GATEWAY);
        ArpPacket answer = ArpPacket.replyTo(query, GATEWAY_MAC);
        ArpPacket fromAnother = ArpPacket.replyTo(ArpPacket.request(OWN, VIP, SECOND), GATEWAY_MAC);
        for (ArpFrame other : List.of(
                ArpFrame.broadcast(answer),
                ArpFrame.unicast(GATEWAY_MAC, answer),
                ArpFrame.unicast(OWN, ArpPacket.request(GATEWAY_MAC, GATEWAY, VIP)),
                ArpFrame.unicast(OWN, fromAnother),
                receipt(SECOND))) {
            assertEquals(List.of(), announcer.onFrame(other, OWN, now), other.toString());
        }
    }

    @Test
    void withoutAReceiptThreeTriesThenOneAlarmThenSlowerThenWithTheRefresh() {
        perform(announcer.announce(VIP, now));
        log.clear();
        runFor(Duration.ofMillis(99));
        assertEquals("", logged());
        runFor(Duration.ofMillis(1));
        assertEquals("GatewayQuery", logged());
        runFor(Duration.ofMillis(100));
        assertEquals("GatewayQuery GatewayQuery", logged());
        runFor(Duration.ofMillis(100));
        assertEquals("GatewayQuery GatewayQuery NotRepointed", logged());
        log.clear();
        runFor(Duration.ofSeconds(5));
        assertEquals(5, log.size());
        runFor(Duration.ofSeconds(50));
        assertEquals(" routine:GatewayQuery".repeat(10).trim(), logged());
        log.clear();
        runFor(Duration.ofMinutes(2));
        String refresh = "routine:RequestForm routine:GatewayQuery routine:ReplyForm";
        assertEquals(refresh + " " + refresh, logged());
    }

    @Test
    void aLateReceiptProvesAndAFurtherLossAlarmsAgain() {
        perform(announcer.announce(VIP, now));
        runFor(Duration.ofSeconds(30));
        assertEquals(1, count(NOT_REPOINTED));
        assertEquals(List.of(REPOINTED), announcer.onFrame(receipt(VIP), OWN, now));
        runFor(Duration.ofSeconds(35));
        assertEquals(2, count(NOT_REPOINTED), "the gateway fell silent at the refresh");
        assertEquals(List.of(REPOINTED), announcer.onFrame(receipt(VIP), OWN, now));
    }

    @Test
    void theWaitCountsFromTheMomentTheQueryLeft() {
        announcer.announce(VIP, now);
        Outbound query = new Outbound.GatewayQuery(VIP, GATEWAY);
        MonotonicTime left = now.plus(Duration.ofSeconds(3));
        assertEquals(now.plus(Duration.ofMinutes(1)), announcer.nextTimeout(), "only the refresh is due");
        announcer.sent(query, true, left);
        assertEquals(left.plus(Duration.ofMillis(100)), announcer.nextTimeout());
    }

    @Test
    void aRefreshComesEverySixtySecondsAndIsRoutine() {
        perform(announcer.announce(VIP, now));
        announcer.onFrame(receipt(VIP), OWN, now);
        log.clear();
        for (int i = 1; i <= 3; i++) {
            runFor(Duration.ofSeconds(59));
            assertEquals("", logged());
            runFor(Duration.ofSeconds(1));
            assertEquals("routine:RequestForm routine:GatewayQuery routine:ReplyForm", logged());
            assertEquals(List.of(), announcer.onFrame(receipt(VIP), OWN, now), "no news");
            log.clear();
        }
    }

    @Test
    void theRefreshIsConfigurable() {
        Announcer quick =
                new Announcer(Optional.empty(), AnnounceTiming.DEFAULT.withRefresh(Duration.ofSeconds(20)), 1);
        quick.announce(VIP, now);
        assertEquals(now.plus(Duration.ofSeconds(20)), quick.nextTimeout());
    }

    @Test
    void aRivalALinkAndAMacAnnounceAtOnceButNotWithinTheShortestInterval() {
        perform(announcer.announce(VIP, now));
        announcer.onFrame(receipt(VIP), OWN, now);
        log.clear();
        perform(announcer.rival(VIP, now));
        perform(announcer.linkBack(now));
        perform(announcer.macChanged(now));
        assertEquals("", logged());
        runFor(Duration.ofMillis(249));
        assertEquals("", logged());
        runFor(Duration.ofMillis(1));
        assertEquals("RequestForm GatewayQuery ReplyForm", logged());
        assertEquals(List.of(REPOINTED), announcer.onFrame(receipt(VIP), OWN, now), "proved anew");
        runFor(Duration.ofMillis(250));
        assertEquals(3, announcer.rival(VIP, now).size());
        now = now.plus(Duration.ofMillis(250));
        assertEquals(3, announcer.linkBack(now).size());
        now = now.plus(Duration.ofMillis(250));
        assertEquals(3, announcer.macChanged(now).size());
    }

    @Test
    void linkBackAnnouncesAllAddresses() {
        perform(announcer.announce(VIP, now));
        perform(announcer.announce(SECOND, now));
        now = now.plus(Duration.ofSeconds(1));
        List<Ipv4Address> vips = announcer.linkBack(now).stream()
                .map(AnnounceEffect::vip)
                .distinct()
                .toList();
        assertEquals(List.of(VIP, SECOND), vips);
    }

    @Test
    void aFailedSendIsRepeatedBoundedlyAndAlarmedOnce() {
        linkUp = false;
        perform(announcer.announce(VIP, now));
        runFor(Duration.ofSeconds(55));
        assertEquals(1, count(FAILING));
        assertEquals(9, log.stream().filter("RequestForm"::equals).count(), "once and eight times more");
        assertEquals(9, log.stream().filter("GatewayQuery"::equals).count());
        assertEquals(0, count(NOT_REPOINTED), "a query that never left has no answer to wait for");
        linkUp = true;
        log.clear();
        perform(announcer.linkBack(now));
        linkUp = false;
        runFor(Duration.ofMillis(100));
        assertEquals("RequestForm GatewayQuery ReplyForm GatewayQuery SendFailing", logged());
    }

    @Test
    void aSendThatWorksAtTheSecondTryStartsTheWait() {
        linkUp = false;
        perform(announcer.announce(VIP, now));
        linkUp = true;
        log.clear();
        runFor(Duration.ofMillis(10));
        assertEquals("RequestForm GatewayQuery ReplyForm", logged());
        assertEquals(now.plus(Duration.ofMillis(100)), announcer.nextTimeout());
    }

    @Test
    void aWithdrawnAddressIsSilent() {
        perform(announcer.announce(VIP, now));
        announcer.withdraw(VIP);
        announcer.withdraw(VIP);
        assertEquals(MonotonicTime.NEVER, announcer.nextTimeout());
        assertEquals(List.of(), announcer.onFrame(receipt(VIP), OWN, now));
        assertEquals(List.of(), announcer.sent(new Outbound.RequestForm(VIP), false, now));
        assertEquals(List.of(), announcer.onTimeout(now.plus(Duration.ofDays(1))));
        assertThrows(IllegalStateException.class, () -> announcer.rival(VIP, now));
        assertThrows(IllegalStateException.class, () -> announcer.defend(VIP));
    }

    @Test
    void impossibleInputThrows() {
        assertThrows(IllegalArgumentException.class, () -> announcer.sent(new Outbound.Probe(VIP), true, now));
        Announcer one = new Announcer(Optional.empty(), AnnounceTiming.DEFAULT, 1);
        one.announce(VIP, now);
        one.announce(VIP, now);
        assertThrows(IllegalStateException.class, () -> one.announce(SECOND, now));
    }

    private void runFor(Duration duration) {
        MonotonicTime later = now.plus(duration);
        while (later.hasReached(announcer.nextTimeout())) {
            now = MonotonicTime.latest(now, announcer.nextTimeout());
            perform(announcer.onTimeout(now));
        }
        now = later;
    }

    private void perform(List<AnnounceEffect> effects) {
        for (AnnounceEffect effect : effects) {
            if (effect instanceof AnnounceEffect.Send send) {
                Outbound outbound = send.outbound();
                String prefix = outbound.urgency() == Urgency.ROUTINE ? "routine:" : "";
                log.add(prefix + outbound.getClass().getSimpleName());
                perform(announcer.sent(outbound, linkUp, now));
            } else {
                log.add(effect.getClass().getSimpleName());
            }
        }
    }

    private String logged() {
        return String.join(" ", log);
    }

    private long count(AnnounceEffect effect) {
        return log.stream().filter(effect.getClass().getSimpleName()::equals).count();
    }

    private static ArpFrame receipt(Ipv4Address vip) {
        return ArpFrame.unicast(OWN, ArpPacket.replyTo(ArpPacket.request(OWN, vip, GATEWAY), GATEWAY_MAC));
    }
}
