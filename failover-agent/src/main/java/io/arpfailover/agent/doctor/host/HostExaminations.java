package io.arpfailover.agent.doctor.host;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.doctor.AgentSight;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All looks at what this host is, and at what else runs on it. */
public final class HostExaminations {
    /** As the agent demands it of its secret. */
    private static final int FEWEST_SECRET_OCTETS = 32;
    /** A user, a colon, a password. */
    private static final int FEWEST_AUTH_OCTETS = 3;

    private HostExaminations() {}

    public static List<Examination> of(
            AgentConfiguration configuration, Rtnetlink rtnetlink, Supplier<AgentSight> agent) {
        return of(configuration, rtnetlink, agent, HostFiles.OF_THIS_HOST);
    }

    /** Whether a unit of the agent is installed that gives it both capabilities. */
    public static boolean unitGrantsCapabilities(ClusterName cluster) {
        return new UnitCapabilities(cluster.text(), HostFiles.OF_THIS_HOST).isGranted();
    }

    private static List<Examination> of(
            AgentConfiguration configuration, Rtnetlink rtnetlink, Supplier<AgentSight> agent, HostFiles files) {
        String lan = configuration.networkInterface();
        ServiceUser user = ServiceUser.of(files);
        List<Ipv4Address> addresses =
                configuration.addresses().stream().map(Ipv4Prefix::address).toList();
        List<Examination> all = new ArrayList<>(List.of(
                new UnitCapabilities(configuration.cluster().text(), files),
                new JavaVersion(),
                new ClockSource(files),
                new Machine(files),
                new LinkQuality(lan, files),
                new NeighbourTable(addresses.size(), files),
                new NetworkConfiguration(lan, configuration.addresses(), files, rtnetlink),
                new Rivals(addresses, files),
                new StateDirectory(configuration.state(), user),
                new Service(configuration.cluster().text(), files, agent)));
        configuration.peer().ifPresent(peer -> all.add(secret(peer.secretFile(), user)));
        configuration.zookeeper().authFile().ifPresent(file -> all.add(auth(file, user)));
        return all;
    }

    private static PrivateFile secret(Path file, ServiceUser user) {
        String making = "on one server: umask 077; openssl rand -base64 48 > " + file + "; copy it to the other";
        return new PrivateFile("secret", file, FEWEST_SECRET_OCTETS, making, user);
    }

    private static PrivateFile auth(Path file, ServiceUser user) {
        String making = "write one line, user:password, into it, mode 0600, the same on both servers";
        return new PrivateFile("zookeeper-auth", file, FEWEST_AUTH_OCTETS, making, user);
    }
}
