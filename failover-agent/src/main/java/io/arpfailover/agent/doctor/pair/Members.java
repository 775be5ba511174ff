package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.zookeeper.EnsembleSurvey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Whether the configuration says what the agents of both servers publish. */
final class Members implements Examination {
    private final AgentConfiguration configuration;
    private final Self self;
    private final Supplier<EnsembleSight> ensemble;

    Members(AgentConfiguration configuration, Self self, Supplier<EnsembleSight> ensemble) {
        this.configuration = configuration;
        this.self = self;
        this.ensemble = ensemble;
    }

    /**
     * Who looks.
     *
     * @param host as members publish it
     * @param macs the MAC addresses of its interfaces, as members publish them
     * @param version of this program; empty when it does not know
     */
    record Self(String host, Set<String> macs, Optional<String> version) {
        Self {
            macs = Set.copyOf(macs);
        }

        /** A service in a container of its own may read another boot's id than a shell beside it, but no other MAC. */
        boolean is(Member member) {
            return member.host().equals(host) || member.macs().stream().anyMatch(macs::contains);
        }
    }

    @Override
    public String subject() {
        return "members";
    }

    @Override
    public List<Remark> examine() {
        return judge(ensemble.get());
    }

    List<Remark> judge(EnsembleSight sight) {
        if (sight.survey().isEmpty()) {
            return List.of(Remark.advice(subject(), "ZooKeeper could not be asked", "see above"));
        }
        EnsembleSurvey survey = sight.survey().get();
        List<Remark> remarks = new ArrayList<>();
        survey.cluster()
                .ifPresent(report -> report.unreadable()
                        .forEach(record -> remarks.add(Remark.bad(
                                subject(),
                                "a record cannot be read: " + record,
                                "run the same version on both servers"))));
        survey.refused()
                .forEach(note -> remarks.add(Remark.bad(
                        subject(),
                        "an agent may not join, " + note,
                        "correct the configuration of one of the two servers")));
        sight.member(configuration.node()).ifPresent(own -> judgeOwn(own, remarks));
        Optional<Member> other = sight.other(configuration.node());
        other.ifPresent(member -> judgeOther(member, remarks));
        if (other.isEmpty()) {
            remarks.add(Remark.advice(
                    subject(),
                    "no agent on another server is a member of cluster " + configuration.cluster(),
                    "start it there"));
        }
        return remarks.isEmpty()
                ? List.of(Remark.good(
                        subject(), "this server and " + other.map(Member::node).orElseThrow() + " agree"))
                : remarks;
    }

    private void judgeOwn(Member own, List<Remark> remarks) {
        if (!self.is(own)) {
            remarks.add(Remark.bad(
                    subject(),
                    "another host is registered as node " + own.node(),
                    "give each of the two servers a name of its own as 'node:'"));
            return;
        }
        List<String> changed = differences(own);
        if (!changed.isEmpty()) {
            remarks.add(Remark.advice(
                    subject(),
                    "the running agent does not go by this file: " + String.join("; ", changed),
                    "restart it: failover-agent stop --restart, where a service starts it again"));
        }
        versionOtherThan(own)
                .ifPresent(other -> remarks.add(Remark.advice(
                        subject(),
                        "the running agent is version " + own.version() + ", this program " + other,
                        "restart it: failover-agent stop --restart, where a service starts it again")));
    }

    private void judgeOther(Member other, List<Remark> remarks) {
        differences(other)
                .forEach(difference -> remarks.add(Remark.bad(
                        subject(),
                        "member " + other.node() + " has another configuration: " + difference,
                        "configure the same on both")));
        if (configuration.peer().isPresent() == other.peerEndpoints().isEmpty()) {
            String without = configuration.peer().isEmpty()
                    ? "this server"
                    : other.node().text();
            remarks.add(Remark.bad(
                    subject(),
                    "one server has a 'peer:' section and one has none, so there are no promises between them",
                    "add it on " + without));
        }
        versionOtherThan(other)
                .ifPresent(own -> remarks.add(Remark.advice(
                        subject(),
                        "member " + other.node() + " runs version " + other.version() + ", this server has " + own,
                        "upgrade the older one soon")));
        if (!other.fit()) {
            remarks.add(Remark.advice(
                    subject(),
                    other.node() + " could not take over: " + other.unfitBecause(),
                    "run this command on " + other.node()));
        }
    }

    private Optional<String> versionOtherThan(Member member) {
        return self.version().filter(own -> !own.equals(member.version()));
    }

    private List<String> differences(Member member) {
        List<String> found = new ArrayList<>();
        List<String> addresses = configuration.addresses().stream()
                .map(Ipv4Prefix::toString)
                .sorted()
                .toList();
        if (!addresses.equals(member.addresses())) {
            found.add("addresses " + addresses + " in this file, " + member.addresses() + " there");
        }
        time("timing.promise", configuration.timing().promise(), member.promise(), found);
        time("timing.restart", configuration.timing().restart(), member.restart(), found);
        return found;
    }

    private static void time(String key, Duration here, Duration there, List<String> found) {
        if (!here.equals(there)) {
            found.add(key + " " + here.toMillis() + " ms in this file, " + there.toMillis() + " ms there");
        }
    }
}
