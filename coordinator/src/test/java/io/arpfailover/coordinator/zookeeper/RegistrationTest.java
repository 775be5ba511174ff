package io.arpfailover.coordinator.zookeeper;

import static io.arpfailover.coordinator.zookeeper.Lab.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.zookeeper.RecordingListener.Told;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationTest {
    @TempDir
    private Path directory;

    private Lab lab;

    @BeforeEach
    void start() throws Exception {
        lab = new Lab(directory);
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    @Test
    void aThirdMemberIsRefusedUntilOneLeaves() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        lab.open().registered(member("b"));
        Lab.Node c = lab.open();
        c.store().register(member("c"));
        String why = c.heard().await(Told.Refused.class).why();
        assertTrue(why.contains("cluster web already has members a and b"), why);

        a.store().close();
        c.heard().awaitInAnyOrder(List.of(Told.Registered.class::isInstance, RecordingListener.members("b", "c")));
    }

    @Test
    void ofThreeAtOnceTwoAreRegistered() throws Exception {
        List<String> names = List.of("a", "b", "c");
        List<Lab.Node> nodes = new ArrayList<>();
        while (nodes.size() < names.size()) {
            Lab.Node node = lab.open();
            node.heard().await(Told.MembersAre.class);
            nodes.add(node);
        }
        for (int i = 0; i < 3; i++) {
            nodes.get(i).store().register(member(names.get(i)));
        }
        long registered = nodes.stream()
                .map(node -> node.heard()
                        .await(Told.class, told -> told instanceof Told.Registered || told instanceof Told.Refused))
                .filter(Told.Registered.class::isInstance)
                .count();
        assertEquals(2, registered);
    }

    @Test
    void aSecondAgentOfTheSameNameOnAnotherHostIsRefusedUntilTheFirstGoes() throws Exception {
        Lab.Node first = lab.open().registered(member("a", "rack1", "1"));
        Lab.Node second = lab.open();
        second.store().register(member("a", "rack2", "2"));
        String why = second.heard().await(Told.Refused.class).why();
        assertTrue(why.contains("already has a node a, on host rack1"), why);

        first.store().close();
        second.heard().await(Told.Registered.class);
    }

    /** Its name has a member node, but of another session: the check inside the write alone would let it pass. */
    @Test
    void anAgentThatIsNotTheOwnerOfItsMemberNodeCannotWrite() throws Exception {
        lab.open().registered(member("a", "rack1", "1"));
        Lab.Node second = lab.open();
        second.store().register(member("a", "rack2", "2"));
        second.heard().await(Told.Refused.class);
        second.store().compareAndSet(1, 0, Lab.held(Lab.A, 1), Optional.empty());
        assertInstanceOf(Answer.Unknown.class, second.heard().awaitAnswer(1));
        assertEquals(0, lab.stranger().exists(Lab.PATHS.tenure(), false).getVersion());
    }

    @Test
    void ourOwnEarlierRunIsReplacedAtOnce() throws Exception {
        Lab.Node earlier = lab.open().registered(member("a", "rack1", "1"));
        Lab.Node observer = lab.open();
        observer.heard().awaitMembers("a");
        Lab.Node later = lab.open().registered(member("a", "rack1", "2"));
        observer.heard()
                .await(
                        Told.MembersAre.class,
                        told -> told.present().stream()
                                .map(Member::incarnation)
                                .toList()
                                .equals(List.of("2")));

        String why = earlier.heard().await(Told.Refused.class).why();
        assertTrue(why.contains("a second agent on this host took its place"), why);
        later.store().close();
        earlier.heard().await(Told.Registered.class);
    }

    @Test
    void differentAddressesAreRefusedWithBothLists() throws Exception {
        lab.open().registered(member("a"));
        Lab.Node b = lab.open();
        b.store().register(with("b", "10.77.0.101/24", PromiseTiming.DEFAULT));
        String why = b.heard().await(Told.Refused.class).why();
        assertTrue(why.contains("[10.77.0.101/24] here, [10.77.0.100/24] on member a"), why);
    }

    @Test
    void differentTimingIsRefusedAndBothAreToldOnce() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        Lab.Node b = lab.open();
        b.store().register(with("b", "10.77.0.100/24", PromiseTiming.FAST));
        String differ = "timing differs: promise 100 ms here, 500 ms on member a; configure the same on both";
        assertEquals(differ, b.heard().await(Told.Refused.class).why());
        assertEquals(
                "server b asks to join and is refused; it says: " + differ,
                a.heard().await(Told.Failed.class).what());

        b.store().register(with("b", "10.77.0.101/24", PromiseTiming.DEFAULT));
        List<Told> told = a.heard().upTo(Told.Failed.class::isInstance);
        assertTrue(told.get(told.size() - 1).toString().contains("addresses differ: [10.77.0.101/24]"), told::toString);

        b.store().register(member("b"));
        told = a.heard()
                .upTo(it -> it instanceof Told.MembersAre now && now.names().equals(List.of("a", "b")));
        assertEquals(
                List.of(), told.stream().filter(Told.Failed.class::isInstance).toList());
        assertEquals(List.of(), lab.stranger().getChildren(Lab.PATHS.refused(), false));
    }

    @Test
    void whoIsNoMemberHearsNothingOfOthersRefused() throws Exception {
        lab.open().registered(member("a"));
        lab.open().registered(member("b"));
        Lab.Node c = lab.open();
        c.store().register(member("c"));
        c.heard().await(Told.Refused.class);
        Lab.Node d = lab.open();
        d.store().register(member("d"));
        d.heard().await(Told.Refused.class);
        c.store().register(with("c", "10.77.0.101/24", PromiseTiming.DEFAULT));
        c.store().writeIntent(intent -> intent.paused("test")).get(10, TimeUnit.SECONDS);
        List<Told> told = c.heard()
                .upTo(it -> it instanceof Told.IntentIs now && now.now().isPaused());
        assertEquals(
                List.of(), told.stream().filter(Told.Failed.class::isInstance).toList());
    }

    private static Member with(String name, String address, PromiseTiming timing) {
        Member usual = member(name);
        return new Member(
                usual.node(),
                "1",
                usual.host(),
                "0.1",
                "lan0",
                List.of(),
                List.of(address),
                List.of(),
                timing.promise(),
                timing.restart(),
                true,
                "",
                Optional.empty());
    }

    @Test
    void theMemberNodeGoesWithTheStore() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        Lab.Node b = lab.open().registered(member("b"));
        b.heard().awaitMembers("a", "b");
        a.store().close();
        b.heard().awaitMembers("b");
    }
}
