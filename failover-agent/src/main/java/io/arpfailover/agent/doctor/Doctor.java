package io.arpfailover.agent.doctor;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.config.HostCheck;
import io.arpfailover.agent.config.HostView;
import io.arpfailover.agent.doctor.host.HostExaminations;
import io.arpfailover.agent.doctor.pair.EnsembleSight;
import io.arpfailover.agent.doctor.pair.PairExaminations;
import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.Rtnetlink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Examines one host, and leaves out nothing because something else could not be looked at. */
public final class Doctor {
    /** Their own waits, for ZooKeeper and then for answers on the LAN, end within 9 s; this is for a host that hangs. */
    private static final int MOST_SECONDS = 30;

    private final List<Examination> examinations;

    Doctor(List<Examination> examinations) {
        this.examinations = List.copyOf(examinations);
    }

    /** All examinations there are, for the agent of this configuration on this host. */
    public static Doctor of(ConfigurationReading.Valid checked, HostView view, Rtnetlink rtnetlink) {
        AgentConfiguration configuration = checked.configuration();
        String lan = configuration.networkInterface();
        Once<AgentSight> agent = new Once<>(() -> AgentSight.ask(configuration.control()));
        Once<EnsembleSight> ensemble = new Once<>(() -> EnsembleSight.ask(configuration));
        List<Examination> all = new ArrayList<>(List.of(
                new ConfigurationFits(checked, view),
                new Privileges(HostExaminations.unitGrantsCapabilities(configuration.cluster())),
                new Libraries(),
                new LeaseSupport(lan, rtnetlink),
                new Lan(lan, rtnetlink),
                new AnsweredOnce(lan, configuration.addresses(), configuration.sysctls(), rtnetlink)));
        all.addAll(HostExaminations.of(configuration, rtnetlink, agent));
        all.addAll(PairExaminations.of(configuration, new HostCheck(checked, view).gateway(), agent, ensemble));
        return new Doctor(all);
    }

    /** All remarks, in the order of the examinations, which are made at the same time. */
    public List<Remark> examine() {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, examinations.size()), Doctor::thread);
        try {
            List<Callable<List<Remark>>> all = examinations.stream()
                    .<Callable<List<Remark>>>map(one -> () -> examine(one))
                    .toList();
            return remarks(threads.invokeAll(all, MOST_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of(Remark.bad("doctor", "stopped before it had looked at all", "run it again"));
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Remark> remarks(List<Future<List<Remark>>> ended) throws InterruptedException {
        List<Remark> remarks = new ArrayList<>();
        for (int i = 0; i < ended.size(); i++) {
            Examination examination = examinations.get(i);
            try {
                remarks.addAll(
                        ended.get(i).isCancelled()
                                ? List.of(tooLong(examination))
                                : ended.get(i).get());
            } catch (ExecutionException bug) {
                throw new IllegalStateException(examination.subject() + ": " + bug.getCause(), bug.getCause());
            }
        }
        return remarks;
    }

    private static Remark tooLong(Examination examination) {
        return Remark.advice(
                examination.subject(),
                "could not be looked at within " + MOST_SECONDS + " s",
                "put the others right first, and run this command again");
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "examination");
        thread.setDaemon(true);
        return thread;
    }

    private static List<Remark> examine(Examination examination) {
        try {
            return examination.examine();
        } catch (KernelException e) {
            return List.of(Remark.bad(examination.subject(), "cannot be examined: " + e.getMessage(), ""));
        }
    }

    /** Whether nothing is bad; advice may remain. */
    public static boolean isFine(List<Remark> remarks) {
        return remarks.stream().noneMatch(remark -> remark.grade() == Remark.Grade.BAD);
    }
}
