package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.A;
import static io.arpfailover.coordinator.tenure.Samples.B;
import static io.arpfailover.coordinator.tenure.Samples.SESSION;
import static io.arpfailover.coordinator.tenure.Samples.TIMING;
import static io.arpfailover.coordinator.tenure.Samples.at;
import static io.arpfailover.coordinator.tenure.Samples.heldBy;
import static io.arpfailover.coordinator.tenure.Samples.vacant;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.TenureEffect.Reread;
import io.arpfailover.coordinator.tenure.TenureEffect.SendHeartbeat;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of standings: what a member knows, where it stands by it, and what it does when it is told to claim. */
class StandingTest {
    /** What a claim comes to. */
    private enum Claim {
        /** It may not, and does nothing. */
        NONE,
        /** It may, and waits for the end of its own promise. */
        PATIENCE,
        /** A compare-and-set by the version alone. */
        BY_VERSION,
        /** A compare-and-set with the proof that b's session has ended. */
        WITH_PROOF,
        /** A compare-and-set of what is ours already. */
        RENEWAL,
        /** Heartbeats, and no call before somebody is known to be silent. */
        HEARTBEATS,
        /** Heartbeats, and a call at once. */
        BOTH
    }

    /** What a member was told: everything a lease before the claim, at 0 ms. */
    private record Told(VersionedTenure seen, Set<NodeName> present, boolean hasPeer, long promisedUntil) {
        TenureProtocol heard() {
            TenureProtocol protocol = new TenureProtocol(A, TIMING, hasPeer);
            protocol.restarted(at(promisedUntil), at(-2600));
            protocol.registered(SESSION, at(-2600));
            protocol.members(present);
            protocol.read(seen, at(-2600));
            protocol.onTimeout(at(-2350));
            protocol.onTimeout(at(0));
            return protocol;
        }

        Told withPeer() {
            return new Told(seen, present, true, promisedUntil);
        }

        Told promising() {
            return new Told(seen, present, hasPeer, 500);
        }
    }

    private record Row(String name, TenureProtocol protocol, Standing standing, Claim claim) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.concat(solo(), paired());
    }

    private static Stream<Row> solo() {
        return Stream.of(
                row("nobody held it yet", told(vacant(), A), Standing.VACANT, Claim.BY_VERSION),
                row("nobody, but we promised", told(vacant(), A).promising(), Standing.VACANT, Claim.NONE),
                row("it names us", told(soloOf(A), A, B), Standing.NAMED, Claim.RENEWAL),
                row("it names us, and we promised", told(soloOf(A), A, B).promising(), Standing.NAMED, Claim.PATIENCE),
                row("it names us, we have a peer", told(soloOf(A), A, B).withPeer(), Standing.NAMED, Claim.BOTH),
                row(
                        "it names us, we have a peer and promised (rule 2)",
                        told(soloOf(A), A, B).withPeer().promising(),
                        Standing.NAMED,
                        Claim.HEARTBEATS),
                row("the other holds and is there", told(soloOf(B), A, B), Standing.HELD_BY_OTHER, Claim.NONE),
                row("the other holds and is gone (rule 3)", told(soloOf(B), A), Standing.ABANDONED, Claim.WITH_PROOF),
                row(
                        "the other is gone, but we promised (rule 2)",
                        told(soloOf(B), A).promising(),
                        Standing.ABANDONED,
                        Claim.NONE));
    }

    private static Stream<Row> paired() {
        return Stream.of(
                row("paired, it names us", told(pairedOf(A), A, B).withPeer(), Standing.NAMED, Claim.HEARTBEATS),
                row("paired, it names us, no peer section", told(pairedOf(A), A, B), Standing.NAMED, Claim.RENEWAL),
                row(
                        "paired holder silent, our promise over (rule 3)",
                        told(pairedOf(B), A, B),
                        Standing.ABANDONED,
                        Claim.BY_VERSION),
                row(
                        "paired holder silent, our promise not over (rule 2)",
                        told(pairedOf(B), A, B).promising(),
                        Standing.SUSPECTED,
                        Claim.NONE),
                row(
                        "paired holder's session gone, our promise not over: absence proves nothing",
                        told(pairedOf(B), A).promising(),
                        Standing.SUSPECTED,
                        Claim.NONE),
                row(
                        "paired holder heard a moment ago",
                        heard(told(pairedOf(B), A, B)),
                        Standing.HELD_BY_OTHER,
                        Claim.NONE),
                row(
                        "paired holder heard, then its session ended: its word counts",
                        without(heard(told(pairedOf(B), A, B)), B),
                        Standing.HELD_BY_OTHER,
                        Claim.NONE),
                row("no session any more", lost(told(pairedOf(B), A, B)), Standing.UNCERTAIN, Claim.NONE),
                row("no session, it names us", lost(told(soloOf(A), A, B)), Standing.UNCERTAIN, Claim.NONE),
                row(
                        "no session, it names us, we have a peer: its promises do",
                        lost(told(soloOf(A), A, B).withPeer()),
                        Standing.NAMED,
                        Claim.HEARTBEATS),
                row("nothing read", unread(), Standing.UNCERTAIN, Claim.NONE));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void row(Row row) {
        assertEquals(row.standing(), row.protocol().standing());
        assertEquals(row.claim() != Claim.NONE, row.protocol().mayClaim());
        List<TenureEffect> effects = row.protocol().claim("test", at(1));
        assertEquals(row.claim(), claim(row.protocol().isSeeking(), effects), effects::toString);
    }

    private static Claim claim(boolean seeking, List<TenureEffect> effects) {
        boolean beats = effects.stream().anyMatch(SendHeartbeat.class::isInstance);
        Optional<CompareAndSet> call = effects.stream()
                .filter(CompareAndSet.class::isInstance)
                .map(CompareAndSet.class::cast)
                .findFirst();
        if (effects.stream().anyMatch(Reread.class::isInstance)) {
            throw new AssertionError("a claim reads nothing: " + effects);
        }
        Claim uncalled = beats ? Claim.HEARTBEATS : seeking ? Claim.PATIENCE : Claim.NONE;
        return call.map(made -> claim(beats, made)).orElse(uncalled);
    }

    private static Claim claim(boolean beats, CompareAndSet call) {
        if (beats) {
            return Claim.BOTH;
        }
        if (call.provenAbsent().isPresent()) {
            return Claim.WITH_PROOF;
        }
        return call.next().why().equals("test") && call.next().sinceEpochMillis() == 1
                ? Claim.RENEWAL
                : Claim.BY_VERSION;
    }

    private static Row row(String name, Told told, Standing standing, Claim claim) {
        return new Row(name, told.heard(), standing, claim);
    }

    private static Row row(String name, TenureProtocol protocol, Standing standing, Claim claim) {
        return new Row(name, protocol, standing, claim);
    }

    private static Told told(VersionedTenure seen, NodeName... present) {
        return new Told(seen, Set.of(present), false, -2600);
    }

    private static VersionedTenure soloOf(NodeName holder) {
        return heldBy(holder, 4, Mode.SOLO);
    }

    private static VersionedTenure pairedOf(NodeName holder) {
        return heldBy(holder, 4, Mode.PAIRED);
    }

    private static TenureProtocol heard(Told told) {
        TenureProtocol protocol = told.heard();
        protocol.heartbeatSeen(new Heartbeat(4, at(77), TIMING.promise()), at(0));
        return protocol;
    }

    private static TenureProtocol without(TenureProtocol protocol, NodeName gone) {
        protocol.members(gone.equals(A) ? Set.of(B) : Set.of(A));
        return protocol;
    }

    private static TenureProtocol lost(Told told) {
        TenureProtocol protocol = told.heard();
        protocol.sessionLost(at(0));
        return protocol;
    }

    private static TenureProtocol unread() {
        TenureProtocol protocol = new TenureProtocol(A, TIMING, true);
        protocol.restarted(at(-2600), at(-2600));
        protocol.registered(SESSION, at(-2600));
        return protocol;
    }
}
