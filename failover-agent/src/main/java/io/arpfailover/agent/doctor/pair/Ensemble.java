package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.config.ZooKeeperConfiguration;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.doctor.Remark;
import io.arpfailover.coordinator.zookeeper.EnsembleSurvey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Whether ZooKeeper answers, fast enough, with the session that was asked for, and from how many servers. */
final class Ensemble implements Examination {
    private static final int PORT = 2181;
    private static final int MOST_SERVERS = 7;
    private static final int MILLIS_TO_CONNECT = 500;
    private static final Duration SLOW = Duration.ofMillis(100);
    /** The client pings after a third of the session and gives a server up after two (ZooKeeper's ClientCnxn). */
    private static final int PINGS_PER_SESSION = 3;
    /** A server grants from 2 to 20 ticks (ZooKeeper's administrator's guide, minSessionTimeout). */
    private static final int LEAST_TICKS = 2;

    private static final int MOST_TICKS = 20;

    private final ZooKeeperConfiguration asked;
    private final Duration promise;
    private final Supplier<EnsembleSight> ensemble;

    Ensemble(ZooKeeperConfiguration asked, Duration promise, Supplier<EnsembleSight> ensemble) {
        this.asked = asked;
        this.promise = promise;
        this.ensemble = ensemble;
    }

    @Override
    public String subject() {
        return "zookeeper";
    }

    @Override
    public List<Remark> examine() {
        EnsembleSight sight = ensemble.get();
        return judge(sight, sight.survey().isPresent() ? silentServers() : List.of());
    }

    private List<String> silentServers() {
        String servers = asked.connect().split("/", 2)[0];
        return Arrays.stream(servers.split(",", -1))
                .map(String::strip)
                .limit(MOST_SERVERS)
                .filter(server -> !answers(server))
                .toList();
    }

    private static boolean answers(String server) {
        int colon = server.lastIndexOf(':');
        String host = colon < 0 ? server : server.substring(0, colon);
        String port = server.substring(colon + 1);
        try (Socket socket = new Socket()) {
            int number = colon >= 0 && port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : PORT;
            socket.connect(new InetSocketAddress(host, number), MILLIS_TO_CONNECT);
            return true;
        } catch (IOException | IllegalArgumentException silent) {
            return false;
        }
    }

    List<Remark> judge(EnsembleSight sight, List<String> silent) {
        if (sight.survey().isEmpty()) {
            return List.of(Remark.bad(
                    subject(),
                    sight.trouble(),
                    "start it (systemctl start coordinator), and let this host reach TCP port " + PORT + " there"));
        }
        EnsembleSurvey survey = sight.survey().get();
        List<Remark> remarks = new ArrayList<>();
        silent.forEach(server -> remarks.add(Remark.advice(
                subject(),
                server + " does not answer, others do",
                "start it, or take it out of 'zookeeper.connect:'")));
        judgeSession(survey.session(), remarks);
        judgeLatency(survey, remarks);
        int voters = survey.voters().orElse(1);
        if (voters % 2 == 0) {
            remarks.add(Remark.advice(
                    subject(),
                    "the ensemble has " + voters + " servers, and stops when it loses " + voters / 2
                            + ": it bears no more than " + (voters - 1) + " would",
                    "run " + (voters + 1) + ", or " + (voters - 1)));
        }
        return remarks.isEmpty() ? List.of(good(survey, voters)) : remarks;
    }

    private Remark good(EnsembleSurvey survey, int voters) {
        return Remark.good(
                subject(),
                asked.connect() + " answers in " + millis(survey.latency()) + ", session " + millis(survey.session())
                        + ", " + (voters == 1 ? "one server" : voters + " servers"));
    }

    private void judgeSession(Duration granted, List<Remark> remarks) {
        String session = "a session of " + millis(granted);
        int difference = granted.compareTo(asked.session());
        if (difference != 0) {
            String limit = difference > 0
                    ? "the least this server grants (minSessionTimeout, " + LEAST_TICKS + " ticks unless set)"
                    : "the most this server grants (maxSessionTimeout, " + MOST_TICKS + " ticks unless set)";
            remarks.add(Remark.bad(
                    subject(),
                    session + " is granted, not " + millis(asked.session()) + ": " + limit,
                    "write 'session: " + granted.toMillis() + "ms', or change the server's tickTime"));
        }
        if (promise.compareTo(granted) > 0) {
            remarks.add(Remark.advice(
                    subject(),
                    "a promise of " + millis(promise) + " is longer than " + session,
                    "set 'timing.promise' well below 'zookeeper.session'"));
        }
    }

    private void judgeLatency(EnsembleSurvey survey, List<Remark> remarks) {
        String text = "a read takes " + millis(survey.latency());
        if (survey.latency().compareTo(survey.session().dividedBy(PINGS_PER_SESSION)) > 0) {
            remarks.add(Remark.bad(
                    subject(),
                    text + ", so the session of " + millis(survey.session()) + " is lost again and again",
                    "look at the network to it and at its disk"));
        } else if (survey.latency().compareTo(SLOW) > 0) {
            remarks.add(Remark.advice(
                    subject(),
                    text + ", and each takeover waits for a write",
                    "look at the network to it and its disk"));
        }
    }

    private static String millis(Duration time) {
        return time.toMillis() + " ms";
    }
}
