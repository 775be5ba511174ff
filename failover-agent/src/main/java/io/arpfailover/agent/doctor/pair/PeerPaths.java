package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.config.PeerConfiguration;
import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.AgentStatus.PathStatus;
import io.arpfailover.agent.control.AgentStatus.PromisesStatus;
import io.arpfailover.agent.doctor.AgentSight;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the two servers hear each other on every path: by what the running agent heard last, and where none runs, by
 * whether the other's addresses answer at all.
 */
final class PeerPaths implements Examination {
    private static final int MILLIS_TO_ANSWER = 700;
    /** A heartbeat comes every fifth of T; silence of this many T, and of two seconds at least, is no accident. */
    private static final int SILENT_PROMISES = 2;

    private static final Duration LEAST_SILENCE = Duration.ofSeconds(2);
    private static final String OTHER_SECRET = "bad_mac";

    private final Optional<PeerConfiguration> peer;
    private final NodeName self;
    private final Duration silence;
    private final Supplier<AgentSight> agent;
    private final Supplier<EnsembleSight> ensemble;

    PeerPaths(
            Optional<PeerConfiguration> peer,
            NodeName self,
            Duration promise,
            Supplier<AgentSight> agent,
            Supplier<EnsembleSight> ensemble) {
        this.peer = peer;
        this.self = self;
        Duration some = promise.multipliedBy(SILENT_PROMISES);
        this.silence = some.compareTo(LEAST_SILENCE) > 0 ? some : LEAST_SILENCE;
        this.agent = agent;
        this.ensemble = ensemble;
    }

    @Override
    public String subject() {
        return "path";
    }

    @Override
    public List<Remark> examine() {
        if (peer.isEmpty()) {
            return List.of(Remark.advice(
                    subject(),
                    "without a 'peer:' section a takeover after a loss waits for ZooKeeper's session",
                    "add 'peer: {listen: [...], secretFile: ...}' on both servers"));
        }
        Optional<AgentStatus> status = agent.get().status();
        return status.flatMap(AgentStatus::promises)
                .map(promises -> judge(promises, status.orElseThrow().peer().isPresent()))
                .orElseGet(() -> judge(answering()));
    }

    /** @param both whether the other server's agent is known to run */
    List<Remark> judge(PromisesStatus promises, boolean both) {
        if (!both) {
            return List.of(Remark.advice(
                    subject(),
                    "the other server's agent does not run, so nothing can be heard of it",
                    "start it there"));
        }
        List<Remark> remarks = new ArrayList<>();
        promises.paths().forEach(path -> remarks.add(judge(path)));
        boolean nothingHeard = remarks.stream().allMatch(remark -> remark.grade() == Remark.Grade.BAD);
        long otherSecret = promises.dropped().getOrDefault(OTHER_SECRET, 0L);
        if (nothingHeard && otherSecret > 0) {
            return List.of(
                    Remark.bad(
                            subject(),
                            otherSecret + " datagrams of the other server were made with another secret",
                            "copy the file of 'peer.secretFile' from one server to the other, and restart both agents one by one"));
        }
        return remarks;
    }

    private Remark judge(PathStatus path) {
        if (path.remote().isEmpty()) {
            return Remark.advice(
                    subject(),
                    "the other server names no address for " + path.local(),
                    "give 'peer.listen' as many addresses there as here, in the same order");
        }
        String remote = path.remote().get();
        Optional<Long> heard = path.heardMillisAgo();
        if (heard.filter(millis -> millis <= silence.toMillis()).isPresent()) {
            return Remark.good(subject(), remote + " is heard on " + path.local());
        }
        String since = heard.map(millis -> "for " + Duration.ofMillis(millis).toSeconds() + " s")
                .orElse("yet");
        return Remark.bad(
                subject(),
                "nothing was heard from " + remote + " on " + path.local() + " " + since,
                "let UDP port " + remote.substring(remote.lastIndexOf(':') + 1)
                        + " pass in the firewalls of both servers and between them");
    }

    /** An address of the other server, and whether it answers. */
    record Answering(Ipv4Address address, boolean answers) {}

    private List<Answering> answering() {
        return PeerAddresses.of(ensemble.get().other(self)).stream()
                .map(address -> new Answering(address, answers(address)))
                .toList();
    }

    private static boolean answers(Ipv4Address address) {
        try {
            return InetAddress.getByAddress(address.octets()).isReachable(MILLIS_TO_ANSWER);
        } catch (IOException silent) {
            return false;
        }
    }

    List<Remark> judge(List<Answering> others) {
        if (others.isEmpty()) {
            return List.of(Remark.advice(
                    subject(), "the other server's addresses are not known before its agent runs", "start it there"));
        }
        return others.stream()
                .map(other -> other.answers()
                        ? Remark.good(
                                subject(),
                                other.address() + " answers; whether datagrams pass is known when both agents run")
                        : Remark.advice(
                                subject(),
                                other.address() + " of the other server does not answer a ping",
                                "look at the network between the two"))
                .toList();
    }
}
