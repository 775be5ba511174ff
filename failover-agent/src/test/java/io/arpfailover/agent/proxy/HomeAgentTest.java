package io.arpfailover.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.proxy.HomeEffect.Cause;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** RFC 5944 section 4.6: announced and answered for while away, given back on return. */
class HomeAgentTest {
    private static final MacAddress OWN = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress MOBILE_MAC = MacAddress.parse("02:00:00:00:00:50");
    private static final MacAddress ASKER = MacAddress.parse("02:00:00:00:00:0a");
    private static final Ipv4Address ASKER_IP = Ipv4Address.parse("10.9.0.10");
    private static final Ipv4Address MOBILE = Ipv4Address.parse("10.9.0.50");
    private static final Ipv4Address CARE_OF = Ipv4Address.parse("192.0.2.7");
    private static final Ipv4Address ELSEWHERE = Ipv4Address.parse("198.51.100.7");
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Standpoint HERE = new Standpoint(OWN, Set.of(OWN), List.of(Ipv4Prefix.parse("10.9.0.1/24")));
    private static final HomeEffect ANNOUNCED = new HomeEffect.Announce(MOBILE, OWN);
    private static final HomeEffect GIVEN_BACK = new HomeEffect.Announce(MOBILE, MOBILE_MAC);
    private static final HomeEffect NO_TUNNEL = new HomeEffect.RemoveTunnel(MOBILE, CARE_OF);

    private final HomeAgent agent = new HomeAgent(2);
    private MonotonicTime now = new MonotonicTime(0);
    private ProxyRight right = ProxyRight.ALWAYS;

    @Test
    void onRegistrationItIsAnnouncedTwiceAndAnsweredFor() {
        assertEquals(
                List.of(
                        new HomeEffect.Registered(MOBILE, CARE_OF),
                        new HomeEffect.SetUpTunnel(MOBILE, CARE_OF),
                        ANNOUNCED),
                register(CARE_OF));
        assertEquals(List.of(ANNOUNCED), timeout(HomeAgent.ANNOUNCE_INTERVAL));
        assertEquals(new MonotonicTime(0).plus(LIFETIME), agent.nextTimeout(), "no third announcement");
        assertEquals(List.of(answerToAsker()), hear(ArpPacket.request(ASKER, ASKER_IP, MOBILE)));
    }

    @Test
    void renewedItStaysAndWithAnotherCareOfTheTunnelMoves() {
        register(CARE_OF);
        now = now.plus(Duration.ofSeconds(500));
        timeout(Duration.ZERO);
        assertEquals(List.of(), register(CARE_OF));
        assertEquals(now.plus(LIFETIME), agent.nextTimeout());
        assertEquals(
                List.of(
                        new HomeEffect.Registered(MOBILE, ELSEWHERE),
                        NO_TUNNEL,
                        new HomeEffect.SetUpTunnel(MOBILE, ELSEWHERE),
                        ANNOUNCED),
                register(ELSEWHERE));
    }

    @Test
    void onReturnTheAddressIsGivenBackTwiceWithTheMacLearnedBefore() {
        hear(ArpPacket.request(MOBILE_MAC, MOBILE, ASKER_IP));
        register(CARE_OF);
        assertEquals(
                List.of(new HomeEffect.Ended(MOBILE, Cause.RETURNED, Optional.of(MOBILE_MAC)), NO_TUNNEL, GIVEN_BACK),
                agent.giveBack(MOBILE, Optional.empty(), HERE, right, now));
        assertEquals(List.of(), hear(ArpPacket.request(ASKER, ASKER_IP, MOBILE)), "silence");
        assertEquals(List.of(GIVEN_BACK), timeout(HomeAgent.ANNOUNCE_INTERVAL));
        assertEquals(MonotonicTime.NEVER, agent.nextTimeout());
    }

    @Test
    void withoutAMacNobodyCanBeTold() {
        register(CARE_OF);
        assertEquals(
                List.of(new HomeEffect.Ended(MOBILE, Cause.RETURNED, Optional.empty()), NO_TUNNEL),
                agent.register(MOBILE, CARE_OF, Duration.ZERO, HERE, right, now),
                "RFC 5944 section 3.3: lifetime 0");
    }

    @Test
    void itExpires() {
        register(CARE_OF);
        timeout(HomeAgent.ANNOUNCE_INTERVAL);
        now = agent.nextTimeout();
        assertEquals(
                List.of(new HomeEffect.Ended(MOBILE, Cause.EXPIRED, Optional.empty()), NO_TUNNEL),
                agent.onTimeout(HERE, right, now));
    }

    @Test
    void lifetime65535IsForEver() {
        assertEquals(Duration.ofSeconds(65535), HomeAgent.FOR_EVER, "RFC 5944 section 3.3");
        agent.register(MOBILE, CARE_OF, HomeAgent.FOR_EVER, HERE, right, now);
        timeout(HomeAgent.ANNOUNCE_INTERVAL);
        assertEquals(MonotonicTime.NEVER, agent.nextTimeout());
    }

    @Test
    void seenAtHomeItIsBack() {
        hear(ArpPacket.request(MOBILE_MAC, MOBILE, ASKER_IP));
        List<HomeEffect> back = List.of(
                new HomeEffect.Ended(MOBILE, Cause.SEEN_AT_HOME, Optional.of(MOBILE_MAC)), NO_TUNNEL, GIVEN_BACK);
        for (ArpPacket sign : List.of(
                ArpPacket.probe(MOBILE_MAC, MOBILE),
                ArpPacket.announcement(MOBILE_MAC, MOBILE),
                ArpPacket.request(MOBILE_MAC, MOBILE, ASKER_IP))) {
            register(CARE_OF);
            assertEquals(back, hear(sign));
        }
    }

    @Test
    void withAnUnknownMacItsAddressesUseIsTheReturnAndAProbeIsNotAnswered() {
        register(CARE_OF);
        assertEquals(List.of(), hear(ArpPacket.probe(MOBILE_MAC, MOBILE)));
        assertEquals(
                List.of(
                        new HomeEffect.Ended(MOBILE, Cause.SEEN_AT_HOME, Optional.of(MOBILE_MAC)),
                        NO_TUNNEL,
                        GIVEN_BACK),
                hear(ArpPacket.announcement(MOBILE_MAC, MOBILE)));
    }

    @Test
    void anothersUseIsDefendedAtMostOnceInTenSecondsAndAnothersProbeIsAnswered() {
        hear(ArpPacket.request(MOBILE_MAC, MOBILE, ASKER_IP));
        register(CARE_OF);
        List<HomeEffect> defence = List.of(new HomeEffect.Conflict(MOBILE, ASKER), ANNOUNCED);
        assertEquals(defence, hear(ArpPacket.announcement(ASKER, MOBILE)));
        now = now.plus(HomeAgent.DEFEND_INTERVAL).minus(Duration.ofNanos(1));
        assertEquals(List.of(), hear(ArpPacket.announcement(ASKER, MOBILE)));
        now = now.plus(Duration.ofNanos(1));
        assertEquals(defence, hear(ArpPacket.announcement(ASKER, MOBILE)));
        assertEquals(1, hear(ArpPacket.probe(ASKER, MOBILE)).size());
        assertEquals(Duration.ofSeconds(10), HomeAgent.DEFEND_INTERVAL, "RFC 5227 section 1.1");
        assertEquals(Duration.ofSeconds(2), HomeAgent.ANNOUNCE_INTERVAL, "RFC 5227 section 1.1");
        assertEquals(2, HomeAgent.ANNOUNCEMENTS, "RFC 5227 section 1.1");
    }

    @Test
    void registrationsAreBounded() {
        register(CARE_OF);
        agent.register(ELSEWHERE, CARE_OF, LIFETIME, HERE, right, now);
        assertEquals(
                List.of(new HomeEffect.Refused(ASKER_IP)),
                agent.register(ASKER_IP, CARE_OF, LIFETIME, HERE, right, now));
    }

    @Test
    void withoutTheRightItKeepsQuietAndWithItEverythingFollows() {
        right = ProxyRight.NONE;
        assertEquals(List.of(new HomeEffect.Registered(MOBILE, CARE_OF)), register(CARE_OF));
        assertEquals(List.of(), hear(ArpPacket.request(ASKER, ASKER_IP, MOBILE)));
        right = ProxyRight.ALWAYS;
        assertEquals(List.of(new HomeEffect.SetUpTunnel(MOBILE, CARE_OF), ANNOUNCED), agent.rightBegan(HERE, now));
        assertEquals(List.of(NO_TUNNEL), agent.rightEnded());
    }

    private List<HomeEffect> register(Ipv4Address careOf) {
        return agent.register(MOBILE, careOf, LIFETIME, HERE, right, now);
    }

    private List<HomeEffect> hear(ArpPacket packet) {
        return agent.onFrame(ArpFrame.broadcast(packet), HERE, right, now);
    }

    private List<HomeEffect> timeout(Duration later) {
        now = now.plus(later);
        return agent.onTimeout(HERE, right, now);
    }

    private static HomeEffect answerToAsker() {
        ArpPacket reply = ArpPacket.replyTo(ArpPacket.request(ASKER, ASKER_IP, MOBILE), OWN);
        return new HomeEffect.Answer(ArpFrame.unicast(ASKER, reply));
    }
}
