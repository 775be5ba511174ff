package io.arpfailover.agent.proxying;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.proxy.AddressRange;
import io.arpfailover.agent.proxy.Path;
import io.arpfailover.agent.proxy.ProxiedAddresses;
import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.agent.proxy.ProxySettings;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProxyDriverTest {
    private static final MacAddress OWN = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress ASKER = MacAddress.parse("02:00:00:00:00:0a");
    private static final Ipv4Address HOST = Ipv4Address.parse("10.77.0.70");
    private static final ArpPacket QUESTION = ArpPacket.request(ASKER, Ipv4Address.parse("10.9.0.10"), HOST);
    private static final MonotonicTime NOW = new MonotonicTime(1_000);

    private static final LinkState LINK = new LinkState(3, "lan0", OWN, true, true, true);

    private final Fake ground = new Fake();
    private final ProxyDriver driver = new ProxyDriver(
            ProxySettings.of(new ProxiedAddresses(List.of(AddressRange.parse("10.77.0.64/28")), List.of())),
            Map.of(),
            new SplittableRandom(1),
            ground);

    /** A ground whose right may be gone when the machine has decided already. */
    private static final class Fake implements Ground {
        private final List<ArpPacket> sent = new ArrayList<>();
        private final List<String> told = new ArrayList<>();
        private ProxyRight right = ProxyRight.ALWAYS;
        private Path path = Path.ELSEWHERE;
        private boolean takenCareOf;
        private SendResult outcome = new SendResult.Sent();

        @Override
        public MonotonicTime now() {
            return NOW;
        }

        @Override
        public ProxyRight right() {
            return right;
        }

        @Override
        public Station station() {
            return new Station(LINK, List.of(Ipv4Prefix.parse("10.9.0.1/24")), Set.of(OWN), Optional.empty());
        }

        @Override
        public Path pathTo(Ipv4Address address) {
            return path;
        }

        @Override
        public SendResult send(ArpFrame frame) {
            sent.add(frame.packet());
            return outcome;
        }

        @Override
        public boolean isTakenCareOf(Ipv4Address address) {
            return takenCareOf;
        }

        @Override
        public void answered(ArpPacket reply) {
            told.add("answered");
        }

        @Override
        public void learned(Ipv4Address address, MacAddress mac) {
            told.add("learned");
        }

        @Override
        public void notFound(Ipv4Address address) {
            told.add("not found");
        }

        @Override
        public void notSent(String because) {
            told.add(because);
        }
    }

    private void ask() {
        driver.onFrame(ArpFrame.broadcast(QUESTION), ProxyRight.ALWAYS, NOW);
    }

    @Test
    void aQuestionIsAnsweredWithOurOwnMac() {
        ask();
        assertEquals(List.of(ArpPacket.replyTo(QUESTION, OWN)), ground.sent);
        assertEquals(List.of("answered"), ground.told);
    }

    @Test
    void aRightThatEndedWhileTheMachineDecidedSendsNothing() {
        ground.right = ProxyRight.NONE;
        ask();
        driver.rightBegan(NOW);
        driver.onTimeout(ProxyRight.ALWAYS, NOW);
        assertEquals(List.of(), ground.sent);
    }

    @Test
    void whatWasAskedForIsAnnouncedInBothFormsWhenTheRightBegins() {
        driver.onFrame(ArpFrame.broadcast(QUESTION), ProxyRight.NONE, NOW);
        assertEquals(List.of(), ground.sent);
        driver.rightBegan(NOW);
        driver.onTimeout(ProxyRight.ALWAYS, NOW);
        assertEquals(List.of(ArpPacket.announcement(OWN, HOST), ArpPacket.announcementReply(OWN, HOST)), ground.sent);
    }

    @Test
    void anAddressOnTheLanItselfIsNeitherAnsweredForNorAnnounced() {
        ground.path = Path.SAME_INTERFACE;
        ask();
        driver.rightBegan(NOW);
        driver.onTimeout(ProxyRight.ALWAYS, NOW);
        assertEquals(List.of(), ground.sent);
    }

    @Test
    void whatAnotherPartAnswersForIsLeftToIt() {
        ground.takenCareOf = true;
        ask();
        assertEquals(List.of(), ground.sent);
    }

    @Test
    void anAnswerThatDidNotLeaveIsToldAsSuch() {
        ground.outcome = new SendResult.NotSent("lan0 is away");
        ask();
        assertEquals(List.of("lan0 is away"), ground.told);
    }
}
