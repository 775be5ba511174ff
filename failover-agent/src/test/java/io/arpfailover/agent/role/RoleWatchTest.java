package io.arpfailover.agent.role;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.takeover.ServingView;
import io.arpfailover.agent.takeover.Stage;
import io.arpfailover.agent.takeover.TakeoverStatus.Stranger;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of server a, whatever it goes through. */
class RoleWatchTest {
    private static final NodeName A = new NodeName("a");
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Ipv4Address VIP = Ipv4Address.parse("10.77.0.100");

    private final RoleWatch watch = new RoleWatch(A, SETTLING);
    private final List<String> told = new ArrayList<>();
    private long seconds = 1;
    private List<Stranger> strangers = List.of();

    // ---- the start

    @Test
    void aHolderThatStartsAgainIsToldOnceAndNothingBefore() {
        sees(Stage.WAITING, "a", 7);
        sees(Stage.STANDBY, "a", 7);
        sees(Stage.CLAIMING, "a", 7);
        holds(7, false);
        assertTold();
        holds(7, true);
        holds(7, true);
        assertTold("UNKNOWN -> HOLDER 7");
    }

    @Test
    void anHeirKnowsItselfAsSoonAsItKnowsTheHolder() {
        sees(Stage.WAITING, "", 0);
        assertTold();
        sees(Stage.STANDBY, "b", 7);
        assertTold("UNKNOWN -> STANDBY 7");
    }

    @Test
    void whatLastsLongerThanTheSettlingTimeIsTold() {
        fails(Stage.WAITING, "lan0 has no carrier");
        passes(9);
        fails(Stage.WAITING, "lan0 has no carrier");
        assertTold();
        passes(1);
        fails(Stage.WAITING, "lan0 has no carrier");
        assertTold("UNKNOWN -> FAULT 7 (lan0 has no carrier)");
    }

    @Test
    void aServerThatHoldsNothingAloneIsOnStandbyAfterAWhile() {
        sees(Stage.STANDBY, "", 0);
        assertTold();
        passes(10);
        sees(Stage.STANDBY, "", 0);
        assertTold("UNKNOWN -> STANDBY 0");
    }

    // ---- one row for each stage, from each role

    @ParameterizedTest
    @EnumSource(Stage.class)
    void fromHolder(Stage stage) {
        holds(7, true);
        told.clear();
        see(view(stage, true, "", "b", 8));
        switch (stage) {
            case WAITING, CONFLICT -> assertTold("HOLDER -> FAULT 8");
            case STANDBY, PROBING, READY, CLAIMING, STOPPED -> assertTold("HOLDER -> STANDBY 8");
            case HOLDING -> assertTold("HOLDER -> HOLDER 8");
            case HANDING_OVER -> assertTold();
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void fromStandby(Stage stage) {
        sees(Stage.STANDBY, "b", 7);
        told.clear();
        see(view(stage, true, "", "b", 8));
        switch (stage) {
            case WAITING, CONFLICT -> assertTold("STANDBY -> FAULT 8");
            case HOLDING -> assertTold("STANDBY -> HOLDER 8");
            case STANDBY, PROBING, READY, CLAIMING, HANDING_OVER, STOPPED -> assertTold();
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void fromFault(Stage stage) {
        fails(Stage.WAITING, "lan0 is gone");
        passes(10);
        fails(Stage.WAITING, "lan0 is gone");
        told.clear();
        see(view(stage, true, "", "b", 8));
        switch (stage) {
            case STANDBY, PROBING, READY, CLAIMING -> assertTold("FAULT -> STANDBY 8");
            case HOLDING -> assertTold("FAULT -> HOLDER 8");
            case WAITING, CONFLICT, HANDING_OVER, STOPPED -> assertTold();
        }
    }

    // ---- what is no change, and what is

    @Test
    void aSwitchoverIsToldOnceOnEachSide() {
        holds(7, true);
        sees(Stage.HANDING_OVER, "a", 7);
        sees(Stage.HANDING_OVER, "b", 8);
        sees(Stage.STANDBY, "b", 8);
        sees(Stage.STANDBY, "b", 8);
        assertTold("UNKNOWN -> HOLDER 7", "HOLDER -> STANDBY 8");
    }

    @Test
    void aHandoverThatFailsIsNoChange() {
        holds(7, true);
        sees(Stage.HANDING_OVER, "a", 7);
        holds(7, true);
        assertTold("UNKNOWN -> HOLDER 7");
    }

    @Test
    void onlyTheAnnouncedHolderIsTold() {
        sees(Stage.STANDBY, "b", 7);
        holds(8, false);
        assertTold("UNKNOWN -> STANDBY 7");
        holds(8, true);
        assertTold("UNKNOWN -> STANDBY 7", "STANDBY -> HOLDER 8");
    }

    @Test
    void aCheckThatFailsOnAnHeirIsAFault() {
        sees(Stage.STANDBY, "b", 7);
        fails(Stage.STANDBY, "check web is failing");
        fails(Stage.STANDBY, "check web is failing");
        sees(Stage.STANDBY, "b", 7);
        assertTold("UNKNOWN -> STANDBY 7", "STANDBY -> FAULT 7 (check web is failing)", "FAULT -> STANDBY 7");
    }

    @Test
    void aHolderThatIsLeftServingForARestartIsNoChange() {
        holds(7, true);
        see(new ServingView(Stage.STOPPED, true, Optional.empty(), "", Optional.of(A), 7, true, List.of()));
        assertTold("UNKNOWN -> HOLDER 7");
    }

    // ---- strangers

    @Test
    void aStrangerIsToldOnceAMinute() {
        holds(7, true);
        told.clear();
        stranger(1, 1);
        holds(7, true);
        passes(30);
        stranger(1, 2);
        assertTold("HOLDER 7 02:00:00:00:00:01");
        assertEquals(1, watch.untoldStrangers());
        passes(30);
        stranger(1, 3);
        assertTold("HOLDER 7 02:00:00:00:00:01", "HOLDER 7 02:00:00:00:00:01");
    }

    @Test
    void twoStrangersAreToldInTheOrderTheyCame() {
        holds(7, true);
        told.clear();
        strangers = List.of(seen(2, 1), seen(1, 1));
        holds(7, true);
        assertTold("HOLDER 7 02:00:00:00:00:01", "HOLDER 7 02:00:00:00:00:02");
    }

    /** One who invents addresses makes no more work than this. */
    @Test
    void ofManyStrangersSixteenAreToldInAMinute() {
        holds(7, true);
        told.clear();
        IntStream.range(0, 100).forEach(mac -> stranger(mac, 1));
        assertEquals(StrangerLimit.MOST, told.size());
        assertEquals(84, watch.untoldStrangers());
        passes(60);
        stranger(99, 2);
        assertEquals(StrangerLimit.MOST + 1, told.size());
    }

    @Test
    void aStrangerThatKeepsUsFromServingIsAFaultToo() {
        sees(Stage.STANDBY, "b", 7);
        told.clear();
        strangers = List.of(seen(1, 1));
        fails(Stage.CONFLICT, "10.77.0.100 is in use");
        assertTold("STANDBY -> FAULT 7 (10.77.0.100 is in use)", "FAULT 7 02:00:00:00:00:01");
    }

    private void stranger(int mac, long count) {
        strangers = List.of(seen(mac, count));
        holds(7, true);
    }

    private Stranger seen(int mac, long count) {
        return new Stranger(MacAddress.parse(String.format("02:00:00:00:00:%02x", mac)), VIP, count, now());
    }

    private void holds(long epoch, boolean announced) {
        see(view(Stage.HOLDING, announced, "", "a", epoch));
    }

    private void sees(Stage stage, String holder, long epoch) {
        see(view(stage, false, "", holder, epoch));
    }

    private void fails(Stage stage, String fault) {
        see(view(stage, false, fault, "b", 7));
    }

    private ServingView view(Stage stage, boolean announced, String fault, String holder, long epoch) {
        return new ServingView(
                stage,
                announced,
                Optional.of(fault).filter(text -> !text.isEmpty()),
                "",
                Optional.of(holder).filter(text -> !text.isEmpty()).map(NodeName::new),
                epoch,
                false,
                strangers);
    }

    private void see(ServingView view) {
        watch.look(view, now()).forEach(event -> told.add(text(event)));
    }

    private static String text(RoleEvent event) {
        return event.stranger()
                .map(stranger -> event.role() + " " + event.epoch() + " " + stranger.by())
                .orElseGet(() -> event.previous() + " -> " + event.role() + " " + event.epoch()
                        + (event.because().isEmpty() ? "" : " (" + event.because() + ")"));
    }

    private void passes(long more) {
        seconds += more;
    }

    private MonotonicTime now() {
        return new MonotonicTime(0).plus(Duration.ofSeconds(seconds));
    }

    private void assertTold(String... expected) {
        assertEquals(List.of(expected), told);
    }
}
