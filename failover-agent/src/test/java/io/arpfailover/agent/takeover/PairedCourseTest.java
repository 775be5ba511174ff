package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static io.arpfailover.agent.takeover.TestMember.VIP;
import static io.arpfailover.agent.takeover.TestMember.asked;
import static io.arpfailover.agent.takeover.TestMember.heir;
import static io.arpfailover.agent.takeover.TestMember.holding;
import static io.arpfailover.agent.takeover.TestMember.noCarrier;
import static io.arpfailover.agent.takeover.TestMember.pairedBy;
import static io.arpfailover.agent.takeover.TestMember.pairedHolder;
import static io.arpfailover.agent.takeover.TestMember.peered;
import static io.arpfailover.agent.takeover.TestMember.ready;
import static io.arpfailover.agent.takeover.TestMember.unfit;
import static io.arpfailover.agent.takeover.TestMember.unstarted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Intent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a member with a peer does, and when: each line is the milliseconds since the story began, and the deed. */
class PairedCourseTest {
    private record Story(String name, Supplier<TestMember> member, Stage next, List<String> did) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Story story(String name, Supplier<TestMember> member, Stage next, String... did) {
        return new Story(name, member, next, List.of(did));
    }

    @ParameterizedTest
    @MethodSource({"takingOver", "handingOver", "restarting", "ownWill"})
    void course(Story story) {
        TestMember after = story.member().get();
        assertEquals(story.did(), after.didWhen());
        assertEquals(story.next(), after.stage());
    }

    static Stream<Story> takingOver() {
        return Stream.of(
                story(
                        "suspected at T/2, looked at while the promise runs out, claimed when it is over, served at once",
                        () -> heir().passes(510).applied(),
                        Stage.HOLDING,
                        "250 STANDBY -> PROBING",
                        "255 Probe",
                        "309 Probe",
                        "347 Probe",
                        "405 PROBING -> READY",
                        "505 READY -> CLAIMING",
                        "505 tenure a 5",
                        "510 lease",
                        "510 addresses for 2595 ms",
                        "510 CLAIMING -> HOLDING",
                        "510 RequestForm",
                        "510 GatewayQuery",
                        "510 ReplyForm",
                        "510 heartbeat 5"),
                story(
                        "a heartbeat ends the suspicion",
                        () -> heir().passes(252).heartbeat(4),
                        Stage.STANDBY,
                        "250 STANDBY -> PROBING",
                        "252 ack 4",
                        "252 PROBING -> STANDBY"),
                story(
                        "paused: nobody takes over, told once",
                        () -> heir().intent(Intent.NONE.paused("someone")).passes(10_000),
                        Stage.STANDBY,
                        "505 error"),
                story(
                        "in maintenance: the same",
                        () -> heir().intent(Intent.NONE.inMaintenance(A)).passes(10_000),
                        Stage.STANDBY,
                        "0 unfit: in maintenance",
                        "505 error"),
                story(
                        "a long promise is written down, then given",
                        () -> heir().heartbeat(4, Duration.ofSeconds(10))
                                .passes(20)
                                .promiseWritten(Optional.empty()),
                        Stage.STANDBY,
                        "0 write promise for 10100 ms",
                        "20 ack 4"),
                story(
                        "it could not be written down: not given, and told",
                        () -> heir().heartbeat(4, Duration.ofSeconds(10)).promiseWritten(Optional.of("disk full")),
                        Stage.STANDBY,
                        "0 write promise for 10100 ms",
                        "0 error"));
    }

    static Stream<Story> handingOver() {
        return Stream.of(
                story(
                        "planned: serves until it is written, then the first heartbeat is answered",
                        () -> pairedHolder()
                                .intent(asked("s1", B))
                                .members(ready(B, "s1"))
                                .passes(5)
                                .applied()
                                .passes(2)
                                .heartbeat(5),
                        Stage.STANDBY,
                        "0 correspond with b",
                        "0 HOLDING -> HANDING_OVER",
                        "0 tenure b 5 paired",
                        "5 hand over epoch 5",
                        "5 revoke lease",
                        "5 HANDING_OVER -> STANDBY",
                        "7 ack 5",
                        "7 remove addresses"),
                story(
                        "planned: ready by an earlier look, so nothing is waited for",
                        () -> heir().intent(asked("s1", A)).acks(true).passes(5).reads(pairedBy(A, 5)),
                        Stage.HOLDING,
                        "0 STANDBY -> READY",
                        "0 fit, ready for s1",
                        "5 READY -> CLAIMING",
                        "5 heartbeat 5",
                        "5 lease",
                        "5 addresses for 500 ms",
                        "5 CLAIMING -> HOLDING",
                        "5 RequestForm",
                        "5 GatewayQuery",
                        "5 ReplyForm",
                        "5 s1 DONE: a holds the addresses",
                        "5 fit"),
                story(
                        "without warning: the tenure names us, and we looked a moment ago",
                        () -> heir().acks(true).reads(pairedBy(A, 5)),
                        Stage.HOLDING,
                        "0 STANDBY -> READY",
                        "0 READY -> CLAIMING",
                        "0 heartbeat 5",
                        "0 lease",
                        "0 addresses for 500 ms",
                        "0 CLAIMING -> HOLDING",
                        "0 RequestForm",
                        "0 GatewayQuery",
                        "0 ReplyForm"),
                story(
                        "told by the holder: what ZooKeeper tells a moment later is no news",
                        () -> heir().acks(true).handover(5, 41).passes(3).reads(pairedBy(A, 5)),
                        Stage.HOLDING,
                        "0 STANDBY -> READY",
                        "0 READY -> CLAIMING",
                        "0 heartbeat 5",
                        "0 lease",
                        "0 addresses for 500 ms",
                        "0 CLAIMING -> HOLDING",
                        "0 RequestForm",
                        "0 GatewayQuery",
                        "0 ReplyForm"),
                story(
                        "carrier lost, a fit heir",
                        () -> pairedHolder()
                                .link(noCarrier())
                                .passes(3)
                                .applied()
                                .passes(5),
                        Stage.WAITING,
                        "0 HOLDING -> HANDING_OVER",
                        "0 tenure b 5 paired",
                        "0 unfit: interface lan0 has no carrier",
                        "3 hand over epoch 5 unfit",
                        "3 revoke lease",
                        "3 HANDING_OVER -> STANDBY",
                        "3 STANDBY -> WAITING",
                        "8 remove addresses"),
                story(
                        "the heir falls silent: SOLO, without a gap",
                        () -> pairedHolder().acks(false).passes(205).applied().passes(100),
                        Stage.HOLDING,
                        "50 heartbeat 4",
                        "150 heartbeat 4",
                        "200 tenure a 4",
                        "205 renew lease",
                        "250 heartbeat 4"),
                story(
                        "the heir and ZooKeeper fall silent: over when the last promise is",
                        () -> pairedHolder().acks(false).passes(500),
                        Stage.READY,
                        "50 heartbeat 4",
                        "150 heartbeat 4",
                        "200 tenure a 4",
                        "250 heartbeat 4",
                        "350 heartbeat 4",
                        "450 revoke lease",
                        "450 warn",
                        "450 HOLDING -> STANDBY",
                        "450 remove addresses",
                        "450 STANDBY -> READY"),
                story(
                        "ZooKeeper goes away, the heir does not: told, and nothing else",
                        () -> pairedHolder()
                                .hears(new Event.ContactChanged(false))
                                .hears(new Event.SessionLost())
                                .passes(150),
                        Stage.HOLDING,
                        "0 warn",
                        "50 heartbeat 4",
                        "50 renew lease",
                        "150 heartbeat 4",
                        "150 renew lease"));
    }

    static Stream<Story> restarting() {
        return Stream.of(
                story(
                        "the long promise, the kernel has it, the addresses live as long: stopped, serving",
                        () -> pairedHolder().hears(new Event.StopAsked(true)),
                        Stage.STOPPED,
                        "0 long heartbeat 4",
                        "0 unfit: it is stopping",
                        "0 renew lease",
                        "0 addresses for 10000 ms",
                        "0 HOLDING -> STOPPED"),
                story(
                        "no heir, so no promises: the kernel serves for what is left",
                        () -> holding().members().forget().hears(new Event.StopAsked(true)),
                        Stage.STOPPED,
                        "0 addresses for 2600 ms",
                        "0 HOLDING -> STOPPED",
                        "0 unfit: it is stopping"),
                story(
                        "back again: taken up without a look",
                        () -> unstarted(peered())
                                .inherits(true, Duration.ofSeconds(8))
                                .acks(true)
                                .joins(pairedBy(A, 4)),
                        Stage.HOLDING,
                        "0 reread",
                        "0 unfit: the members are not read yet",
                        "0 WAITING -> STANDBY",
                        "0 STANDBY -> CLAIMING",
                        "0 heartbeat 4",
                        "0 lease",
                        "0 addresses for 500 ms",
                        "0 CLAIMING -> HOLDING",
                        "0 RequestForm",
                        "0 GatewayQuery",
                        "0 ReplyForm",
                        "0 correspond with b",
                        "0 fit"));
    }

    static Stream<Story> ownWill() {
        return Stream.of(
                story(
                        "in maintenance: the heir gets them",
                        () -> pairedHolder()
                                .intent(Intent.NONE.inMaintenance(A))
                                .passes(3)
                                .applied()
                                .passes(4),
                        Stage.STANDBY,
                        "0 HOLDING -> HANDING_OVER",
                        "0 tenure b 5 paired",
                        "0 unfit: in maintenance",
                        "3 hand over epoch 5 unfit",
                        "3 revoke lease",
                        "3 HANDING_OVER -> STANDBY"),
                story(
                        "in maintenance without a fit heir: serves on, told once",
                        () -> pairedHolder()
                                .members(unfit(B, "no carrier"))
                                .forget()
                                .intent(Intent.NONE.inMaintenance(A))
                                .passes(40),
                        Stage.HOLDING,
                        "0 error",
                        "0 unfit: in maintenance"),
                story(
                        "carrier lost while paused: stays, told once",
                        () -> pairedHolder()
                                .intent(Intent.NONE.paused("someone"))
                                .link(noCarrier())
                                .passes(40),
                        Stage.HOLDING,
                        "0 error",
                        "0 unfit: interface lan0 has no carrier"));
    }

    @Test
    void whoeverLeftServingSaysSo() {
        TestMember member = pairedHolder().hears(new Event.StopAsked(true));
        assertTrue(member.takeover.hasLeftServing());
    }

    @Test
    void noLongPromiseWithinTwoSecondsAndItHandsOver() {
        TestMember member = pairedHolder().longAcks(false).hears(new Event.StopAsked(true));
        assertFalse(member.passes(1_999).did().contains("request b"));
        List<String> did = member.passes(1).did();
        assertTrue(did.containsAll(List.of("warn", "request b")), did::toString);
        assertEquals(Stage.HOLDING, member.stage());
        assertFalse(member.takeover.hasLeftServing());
    }

    /** The heir's own promise to us ends up to T after we have handed over; its lease until then rests on our answers. */
    @Test
    void aHolderThatLeavesAnswersForAWhileAfterItHasHandedOver() {
        TestMember member = pairedHolder().hears(new Event.StopAsked(false));
        member.intent(asked("s1", B))
                .members(ready(B, "s1"))
                .passes(5)
                .applied()
                .passes(2);
        assertTrue(member.heartbeat(5).did().contains("ack 5 unfit"));
        assertEquals(Stage.STANDBY, member.passes(500).forget().stage());
        assertEquals(List.of("ack 5 unfit"), member.heartbeat(5).did());
        assertEquals(Stage.STOPPED, member.passes(100).stage());
    }

    @Test
    void aMemberThatDoesNotHoldJustStops() {
        TestMember member = heir().hears(new Event.StopAsked(true));
        assertEquals(Stage.STOPPED, member.stage());
        assertFalse(member.takeover.hasLeftServing());
    }

    /** A fail-back is asked for as by an administrator, after its delay, and not more often than the limit allows. */
    @Test
    void failBackAfterItsDelayWithinTheLimit() {
        Failback toB = new Failback.Preferred(B, Duration.ofSeconds(60));
        TestMember member = pairedHolder(TestMember.settings(
                List.of(VIP),
                io.arpfailover.agent.acd.DefencePolicy.ONCE,
                Optional.of(TestMember.GATEWAY),
                true,
                toB,
                1));
        assertFalse(member.passes(57_000).did().contains("request b"));
        assertTrue(member.passes(2_000).did().contains("request b"));
    }
}
