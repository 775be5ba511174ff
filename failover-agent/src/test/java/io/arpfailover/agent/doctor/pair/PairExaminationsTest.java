package io.arpfailover.agent.doctor.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigurationFile;
import io.arpfailover.agent.config.PeerConfiguration;
import io.arpfailover.agent.config.ZooKeeperConfiguration;
import io.arpfailover.agent.control.AgentStatus.PathStatus;
import io.arpfailover.agent.control.AgentStatus.PromisesStatus;
import io.arpfailover.agent.control.Samples;
import io.arpfailover.agent.doctor.AgentSight;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.agent.doctor.Remark.Grade;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.EnsembleSurvey;
import io.arpfailover.coordinator.zookeeper.EnsembleSurvey.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each look beyond a host makes of what it sees. */
class PairExaminationsTest {
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");
    private static final String OWN_MAC = "02:00:00:00:00:0a";
    private static final Ipv4Address OWN = Ipv4Address.parse("10.9.0.1");
    private static final Ipv4Address PEER = Ipv4Address.parse("10.9.0.2");
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.9.0.254");
    private static final Ipv4Address SHARED = Ipv4Address.parse("10.9.0.100");
    private static final Duration PROMISE = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "3000, 3000, 2, 1, GOOD, session 3000 ms",
        "4000, 3000, 2, 1, BAD, 'is granted, not 3000 ms: the least'",
        "2000, 3000, 2, 1, BAD, 'is granted, not 3000 ms: the most'",
        "3000, 3000, 101, 1, ADVICE, a read takes 101 ms",
        "3000, 3000, 1001, 3, BAD, is lost again and again",
        "3000, 3000, 2, 2, ADVICE, the ensemble has 2 servers",
        "3000, 3000, 2, 3, GOOD, 3 servers",
        "3000, 3000, 2, 4, ADVICE, the ensemble has 4 servers",
        "400, 400, 2, 1, ADVICE, a promise of 500 ms is longer"
    })
    void theEnsemble(long granted, long asked, long latency, int voters, Grade grade, String words) {
        EnsembleSurvey survey = new EnsembleSurvey(
                Duration.ofMillis(granted),
                Duration.ofMillis(latency),
                OptionalInt.of(voters),
                Access.OPEN,
                Optional.empty(),
                List.of());
        only(grade, words, ensemble(asked).judge(EnsembleSight.of(survey), List.of()));
    }

    @Test
    void anEnsembleThatDoesNotAnswerOrOnlyInPart() {
        only(Grade.BAD, "nobody", ensemble(3000).judge(EnsembleSight.none("nobody answers"), List.of()));
        only(Grade.ADVICE, "zk2:2181 does not answer", ensemble(3000).judge(sight(Access.OURS), List.of("zk2:2181")));
    }

    private static Ensemble ensemble(long askedMillis) {
        ZooKeeperConfiguration asked =
                new ZooKeeperConfiguration("zk:2181", Duration.ofMillis(askedMillis), Optional.empty());
        return new Ensemble(asked, PROMISE, () -> EnsembleSight.none("not asked here"));
    }

    @ParameterizedTest
    @CsvSource({
        "NO_RECORDS, true, GOOD",
        "NO_RECORDS, false, ADVICE",
        "OPEN, true, BAD",
        "OPEN, false, ADVICE",
        "OURS, true, GOOD",
        "DENIED, true, BAD",
        "DENIED, false, BAD"
    })
    void access(Access access, boolean withUser, Grade grade) {
        Optional<Path> file = withUser ? Optional.of(Path.of("/etc/auth")) : Optional.empty();
        ZooKeeperConfiguration zookeeper = new ZooKeeperConfiguration("zk:2181", Duration.ofSeconds(3), file);
        assertEquals(
                grade,
                new RecordAccess(zookeeper, () -> sight(access)).judge(access).grade());
    }

    @Test
    void membersThatAgree() throws IOException {
        only(Grade.GOOD, "this server and b agree", members(member(A), member(B)));
        only(Grade.GOOD, "this server and b agree", members(member(B)));
        only(Grade.ADVICE, "no agent on another server", members(member(A)));
    }

    @Test
    void membersThatDoNot() throws IOException {
        only(
                Grade.BAD,
                "addresses [10.9.0.100/24] in this file",
                members(new Card(B).addresses("10.9.0.101/24").made()));
        only(
                Grade.BAD,
                "timing.promise 500 ms in this file, 700 ms there",
                members(new Card(B).promise(700).made()));
        only(Grade.BAD, "one has none", members(new Card(B).withoutPeer().made()));
        only(
                Grade.ADVICE,
                "runs version 0.0",
                members(new Card(B).version("0.0").made()));
        only(
                Grade.ADVICE,
                "could not take over: ill",
                members(new Card(B).unfit("ill").made()));
        only(
                Grade.BAD,
                "another host is registered as node a",
                members(new Card(A).host("h2").made(), member(B)));
        only(
                Grade.ADVICE,
                "does not go by this file",
                members(new Card(A).promise(700).made(), member(B)));
        only(
                Grade.ADVICE,
                "the running agent is version",
                members(new Card(A).version("0.0").made(), member(B)));
    }

    @Test
    void anAgentThatMayNotJoin() throws IOException {
        EnsembleSurvey survey = survey(Access.OURS, Optional.of(report(List.of(member(B)))), List.of("c: full"));
        only(Grade.BAD, "may not join, c: full", examination().judge(EnsembleSight.of(survey)));
    }

    private List<Remark> members(Member... members) throws IOException {
        return examination()
                .judge(EnsembleSight.of(survey(Access.OURS, Optional.of(report(List.of(members))), List.of())));
    }

    @Test
    void aServiceThatReadsAnotherBootIdIsThisHostByItsMac() {
        Member registered = new Card(A).host("h2").made();
        assertTrue(new Members.Self("h", Set.copyOf(registered.macs()), Optional.empty()).is(registered));
        assertFalse(new Members.Self("h", Set.of(OWN_MAC), Optional.empty()).is(registered));
    }

    private Members examination() throws IOException {
        Members.Self self = new Members.Self("h", Set.of(OWN_MAC), Optional.of("1.0"));
        return new Members(configuration(), self, () -> EnsembleSight.none("not asked here"));
    }

    @ParameterizedTest
    @CsvSource({"12, GOOD", "2000, GOOD", "2001, BAD", "-1, BAD"})
    void aPathThatIsHeardOrNot(long heard, Grade grade) {
        assertEquals(List.of(grade), grades(path(heard)));
        assertEquals(List.of(grade, Grade.GOOD), grades(path(heard), path(7)));
    }

    private static List<Grade> grades(PathStatus... paths) {
        PromisesStatus promises = new PromisesStatus(List.of(paths), Map.of(), Optional.empty());
        return paths().judge(promises, true).stream().map(Remark::grade).toList();
    }

    private static PathStatus path(long heardMillisAgo) {
        Optional<Long> heard = Optional.of(heardMillisAgo).filter(millis -> millis >= 0);
        return new PathStatus("10.9.0.1:5227", Optional.of("10.9.0.2:5227"), heard);
    }

    @Test
    void pathsWithAnotherSecretOrWithoutThePeer() {
        PromisesStatus silent = new PromisesStatus(
                List.of(new PathStatus("10.9.0.1:5227", Optional.of("10.9.0.2:5227"), Optional.empty())),
                Map.of("bad_mac", 7L),
                Optional.empty());
        only(Grade.BAD, "7 datagrams of the other server were made with another secret", paths().judge(silent, true));
        only(Grade.ADVICE, "does not run", paths().judge(silent, false));
        only(Grade.ADVICE, "does not answer a ping", paths().judge(List.of(new PeerPaths.Answering(PEER, false))));
        only(Grade.GOOD, "answers", paths().judge(List.of(new PeerPaths.Answering(PEER, true))));
    }

    private static PeerPaths paths() {
        PeerConfiguration peer = new PeerConfiguration(List.of(OWN), 5227, Path.of("/etc/secret"));
        return new PeerPaths(
                Optional.of(peer),
                A,
                PROMISE,
                () -> new AgentSight.Answers(Samples.holder()),
                () -> EnsembleSight.none("not asked here"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 14, GOOD, announced at once",
        "2, 14, GOOD, announced at once",
        "3, 14, ADVICE, the last waits up to 1 s",
        "1, 15, ADVICE, shut down",
        "100, 0, ADVICE, shut down"
    })
    void pace(int addresses, int frames, Grade grade, String words) {
        only(grade, words, new Pacing(new Pace(frames), addresses).examine());
    }

    @ParameterizedTest
    @CsvSource({
        "'', b, fe, b, b, '', ''",
        "'', b, fe, '', a, '', ''",
        "'', b, fe, '', '', '', ''",
        "c, b, fe, b, b, '', 'this server''s own address'",
        "'', '', fe, b, b, '', answers no ARP on lan0",
        "'', b, fe, b, b, peer, none to everybody",
        "'', b c, fe, b, b, '', answers for 10.9.0.2",
        "'', b, '', b, b, '', the gateway 10.9.0.254 does not answer",
        "'', b, fe c, b, b, '', answer for the gateway",
        "'', b, fe, b c, b, '', answers for the shared address 10.9.0.100",
        "'', b, fe, fe, a, '', 'and it is the gateway''s'",
        "'', b, fe, b, a, '', which it does not hold",
        "'', b, fe, b, '', '', which it does not hold",
        "'', b, fe, '', b, '', 'nobody answers for 10.9.0.100, which b holds'"
    })
    void theLan(String own, String peer, String gateway, String shared, String holder, String unicast, String bad)
            throws IOException {
        LanAnswers.Seen seen = new LanAnswers.Seen(
                Optional.of(OWN),
                Optional.of(PEER),
                macs("b"),
                Optional.of(holder).filter(name -> !name.isEmpty()).map(NodeName::new),
                Map.of(OWN, macs(own), PEER, macs(peer), GATEWAY, macs(gateway), SHARED, macs(shared)),
                unicast.isEmpty() ? Set.of() : Set.of(PEER));
        List<Remark> remarks = new LanAnswers(
                        configuration(), Optional.of(GATEWAY), () -> EnsembleSight.none("not asked here"))
                .judge(seen);
        List<String> found = remarks.stream()
                .filter(remark -> remark.grade() == Grade.BAD)
                .map(Remark::text)
                .toList();
        assertEquals(bad.isEmpty() ? 0 : 1, found.size(), found::toString);
        assertTrue(found.stream().allMatch(text -> text.contains(bad)), found::toString);
    }

    /** Each by the last octet of its MAC address. */
    private static Set<MacAddress> macs(String names) {
        return Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> MacAddress.parse("02:00:00:00:00:" + (name.length() == 1 ? "0" + name : name)))
                .collect(Collectors.toSet());
    }

    private static void only(Grade grade, String words, List<Remark> remarks) {
        assertEquals(1, remarks.size(), remarks::toString);
        assertEquals(grade, remarks.get(0).grade(), remarks::toString);
        assertTrue(remarks.get(0).text().contains(words), remarks::toString);
    }

    private AgentConfiguration configuration() throws IOException {
        Path file = Files.writeString(directory.resolve("agent.yaml"), """
                cluster: web
                node: a
                interface: lan0
                addresses: [10.9.0.100/24]
                zookeeper:
                  connect: zk:2181
                peer:
                  listen: [10.9.0.1]
                  secretFile: /etc/secret
                """);
        return ConfigurationFile.read(file)
                .map(valid -> Optional.of(valid.configuration()), bad -> Optional.<AgentConfiguration>empty())
                .orElseThrow();
    }

    private static EnsembleSight sight(Access access) {
        return EnsembleSight.of(survey(access, Optional.empty(), List.of()));
    }

    private static EnsembleSurvey survey(Access access, Optional<ClusterReport> report, List<String> refused) {
        return new EnsembleSurvey(
                Duration.ofSeconds(3), Duration.ofMillis(1), OptionalInt.empty(), access, report, refused);
    }

    private static ClusterReport report(List<Member> members) {
        VersionedTenure nobody = new VersionedTenure(Tenure.NONE, 1);
        return new ClusterReport(new ClusterName("web"), nobody, members, Intent.NONE, List.of(), List.of());
    }

    private static Member member(NodeName node) {
        return new Card(node).made();
    }

    /** A member with which all is well, and changes to it. */
    private record Card(
            NodeName node,
            String host,
            String version,
            List<String> addresses,
            List<String> endpoints,
            long promise,
            String unfit) {
        Card(NodeName node) {
            this(node, "h", "1.0", List.of("10.9.0.100/24"), List.of("10.9.0.2:5227"), PROMISE.toMillis(), "");
        }

        Card host(String other) {
            return new Card(node, other, version, addresses, endpoints, promise, unfit);
        }

        Card version(String other) {
            return new Card(node, host, other, addresses, endpoints, promise, unfit);
        }

        Card addresses(String... others) {
            return new Card(node, host, version, List.of(others), endpoints, promise, unfit);
        }

        Card withoutPeer() {
            return new Card(node, host, version, addresses, List.of(), promise, unfit);
        }

        Card promise(long millis) {
            return new Card(node, host, version, addresses, endpoints, millis, unfit);
        }

        Card unfit(String because) {
            return new Card(node, host, version, addresses, endpoints, promise, because);
        }

        Member made() {
            return new Member(
                    node,
                    "1",
                    host,
                    version,
                    "lan0",
                    List.of("02:00:00:00:00:0b"),
                    addresses,
                    endpoints,
                    Duration.ofMillis(promise),
                    Duration.ofSeconds(10),
                    unfit.isEmpty(),
                    unfit,
                    Optional.empty());
        }
    }
}
