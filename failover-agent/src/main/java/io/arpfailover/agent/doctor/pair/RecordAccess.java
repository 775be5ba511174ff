package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.config.ZooKeeperConfiguration;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.coordinator.zookeeper.EnsembleSurvey;
import java.util.List;
import java.util.function.Supplier;

/** Whether the cluster's records in ZooKeeper are the agents' alone. */
final class RecordAccess implements Examination {
    private static final String MAKE_ACCESS =
            "name a file with one line, user:password, as 'zookeeper.authFile:' on both servers before they first run";

    private final ZooKeeperConfiguration zookeeper;
    private final Supplier<EnsembleSight> ensemble;

    RecordAccess(ZooKeeperConfiguration zookeeper, Supplier<EnsembleSight> ensemble) {
        this.zookeeper = zookeeper;
        this.ensemble = ensemble;
    }

    @Override
    public String subject() {
        return "access";
    }

    @Override
    public List<Remark> examine() {
        return List.of(ensemble.get()
                .survey()
                .map(survey -> judge(survey.access()))
                .orElseGet(() -> Remark.advice(subject(), "ZooKeeper could not be asked", "see above")));
    }

    Remark judge(EnsembleSurvey.Access access) {
        boolean withUser = zookeeper.authFile().isPresent();
        return switch (access) {
            case NO_RECORDS ->
                withUser
                        ? Remark.good(subject(), "no records yet; they will be the user's in 'zookeeper.authFile'")
                        : Remark.advice(subject(), "no records yet; they will be open to everybody", MAKE_ACCESS);
            case OPEN ->
                withUser
                        ? Remark.bad(
                                subject(),
                                "the records are open to everybody, since they were made without 'zookeeper.authFile'",
                                "stop both agents, delete /arp-failover in ZooKeeper, and start them again")
                        : Remark.advice(
                                subject(),
                                "everybody who reaches ZooKeeper can move the addresses",
                                MAKE_ACCESS + "; records there are stay open until they are made anew");
            case OURS -> Remark.good(subject(), "the records can be changed by the agents' user alone");
            case DENIED ->
                withUser
                        ? Remark.bad(
                                subject(),
                                "the records are another user's than the one in "
                                        + zookeeper.authFile().get(),
                                "copy that file from the other server")
                        : Remark.bad(
                                subject(),
                                "the records are closed to who has no user",
                                "copy the other server's file, and name it as 'zookeeper.authFile:'");
        };
    }
}
