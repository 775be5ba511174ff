package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ZooKeeperConfiguration;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.EnsembleSurvey;
import io.arpfailover.coordinator.zookeeper.StoreException;
import io.arpfailover.coordinator.zookeeper.ZooKeeperSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * What ZooKeeper says, if it can be asked.
 *
 * @param survey empty when it could not
 * @param trouble why not; empty when it could
 */
public record EnsembleSight(Optional<EnsembleSurvey> survey, String trouble) {
    /** One that answers does so at once, however long a session it is asked for. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    static EnsembleSight of(EnsembleSurvey survey) {
        return new EnsembleSight(Optional.of(survey), "");
    }

    static EnsembleSight none(String trouble) {
        return new EnsembleSight(Optional.empty(), trouble);
    }

    /** Asks it, as the agent would; waits for some seconds when it does not answer. */
    public static EnsembleSight ask(AgentConfiguration configuration) {
        ZooKeeperConfiguration zookeeper = configuration.zookeeper();
        try (ClusterDirectory directory = ClusterDirectory.open(
                new ZooKeeperSettings(zookeeper.connect(), zookeeper.session(), zookeeper.authFile()), PATIENCE)) {
            return of(directory.survey(configuration.cluster()));
        } catch (StoreException | IllegalArgumentException e) {
            return none(Optional.ofNullable(e.getMessage()).orElse("ZooKeeper cannot be asked"));
        }
    }

    Optional<ClusterReport> report() {
        return survey.flatMap(EnsembleSurvey::cluster);
    }

    Optional<Member> member(NodeName node) {
        return report().flatMap(report -> report.members().stream()
                .filter(member -> member.node().equals(node))
                .findFirst());
    }

    /** The member that is not this one. */
    Optional<Member> other(NodeName self) {
        return report().flatMap(report -> report.members().stream()
                .filter(member -> !member.node().equals(self))
                .findFirst());
    }
}
