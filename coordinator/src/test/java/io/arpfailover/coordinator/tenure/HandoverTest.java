package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.A;
import static io.arpfailover.coordinator.tenure.Samples.B;
import static io.arpfailover.coordinator.tenure.Samples.SESSION;
import static io.arpfailover.coordinator.tenure.Samples.TIMING;
import static io.arpfailover.coordinator.tenure.Samples.at;
import static io.arpfailover.coordinator.tenure.Samples.beat;
import static io.arpfailover.coordinator.tenure.Samples.heldBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The holder's word to its heir, member {@code a}: {@code b} held epoch 4 at version 40. */
class HandoverTest {
    private static final Handover TOLD = new Handover(5, 41, 1_700, "asked");
    private static final Tenure GIVEN = new Tenure(Optional.of(A), 5, Mode.PAIRED, Optional.of(B), 1_700, "asked");
    private static final VersionedTenure IN_ZOOKEEPER = new VersionedTenure(GIVEN, 41);

    private static TenureProtocol member(VersionedTenure known) {
        TenureProtocol protocol = new TenureProtocol(A, TIMING, true);
        protocol.restarted(at(-1), at(0));
        protocol.registered(SESSION, at(0));
        protocol.members(Set.of(A, B));
        protocol.read(known, at(0));
        return protocol;
    }

    private static TenureProtocol heir() {
        return member(heldBy(B, 4, Mode.PAIRED));
    }

    @Test
    void namesTheHeirBeforeZooKeeperDoes() {
        TenureProtocol protocol = heir();
        assertEquals(List.of(), protocol.handoverSeen(TOLD, at(10)));
        assertEquals(Standing.NAMED, protocol.standing());
        assertEquals(Optional.of(GIVEN), protocol.tenure());
        assertEquals(List.of(beat(5, 10)), protocol.claim("", at(10)));
    }

    @Test
    void whatZooKeeperTellsThenIsNoNews() {
        TenureProtocol protocol = heir();
        protocol.handoverSeen(TOLD, at(10));
        protocol.claim("", at(10));
        assertEquals(List.of(), protocol.read(IN_ZOOKEEPER, at(13)));
        assertEquals(List.of(), protocol.handoverSeen(TOLD, at(14)));
        assertEquals(Standing.NAMED, protocol.standing());
    }

    /** By its version, so that a call that names it meets the record or is refused. */
    @Test
    void countsAsRead() {
        TenureProtocol protocol = heir();
        protocol.handoverSeen(TOLD, at(10));
        protocol.claim("", at(10));
        assertEquals(41, Samples.call(protocol.onTimeout(at(260))).version());
    }

    static Stream<Arguments> notBelieved() {
        Consumer<TenureProtocol> nothing = protocol -> {};
        Consumer<TenureProtocol> sessionLost = protocol -> protocol.sessionLost(at(1));
        Consumer<TenureProtocol> laterEpoch =
                protocol -> protocol.heartbeatSeen(new Heartbeat(9, at(1), TIMING.promise()), at(1));
        return Stream.of(
                arguments("an epoch was missed", heir(), nothing, new Handover(6, 41, 0, "")),
                arguments("late, of an epoch that is over", heir(), nothing, new Handover(4, 41, 0, "")),
                arguments("a version was missed", heir(), nothing, new Handover(5, 42, 0, "")),
                arguments("an old version", heir(), nothing, new Handover(5, 40, 0, "")),
                arguments("no session", heir(), sessionLost, TOLD),
                arguments("a later epoch was heard of", heir(), laterEpoch, TOLD),
                arguments("a SOLO tenure", member(heldBy(B, 4, Mode.SOLO)), nothing, TOLD),
                arguments("our own tenure", member(heldBy(A, 4, Mode.PAIRED)), nothing, TOLD),
                arguments("another one's heir", member(ofAnother()), nothing, TOLD));
    }

    private static VersionedTenure ofAnother() {
        Tenure tenure =
                new Tenure(Optional.of(B), 4, Mode.PAIRED, Optional.of(new NodeName("another")), 0, "of another pair");
        return new VersionedTenure(tenure, 40);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void notBelieved(String why, TenureProtocol protocol, Consumer<TenureProtocol> before, Handover told) {
        before.accept(protocol);
        Standing standing = protocol.standing();
        Optional<Tenure> known = protocol.tenure();
        assertEquals(List.of(), protocol.handoverSeen(told, at(10)), why);
        assertEquals(standing, protocol.standing(), why);
        assertEquals(known, protocol.tenure(), why);
    }
}
