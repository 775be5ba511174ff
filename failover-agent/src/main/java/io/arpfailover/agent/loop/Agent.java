package io.arpfailover.agent.loop;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.config.OnTerminate;
import io.arpfailover.agent.config.Positions;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.ControlServer;
import io.arpfailover.agent.guard.GuardException;
import io.arpfailover.agent.guard.LanGuard;
import io.arpfailover.agent.hook.Hooks;
import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.kernel.AssignedAddress;
import io.arpfailover.agent.kernel.KernelEvent;
import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.kernel.KernelWatch;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.OnlyAgent;
import io.arpfailover.agent.kernel.Priority;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.link.ArpLink;
import io.arpfailover.agent.link.FrameGate;
import io.arpfailover.agent.link.LinkException;
import io.arpfailover.agent.peer.PeerException;
import io.arpfailover.agent.proxying.HolderProxy;
import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.takeover.RelevantFrames;
import io.arpfailover.agent.takeover.Takeover;
import io.arpfailover.agent.takeover.TakeoverSettings;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import io.arpfailover.coordinator.zookeeper.ClusterStore;
import io.arpfailover.coordinator.zookeeper.OpenRequests;
import io.arpfailover.coordinator.zookeeper.StoreException;
import io.arpfailover.coordinator.zookeeper.SwitchoverDesk;
import io.arpfailover.coordinator.zookeeper.ZooKeeperSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running agent: everything it is made of, put together and taken apart again. */
public final class Agent {
    /** The exit codes of {@code failover-agent run}. */
    private static final int STOPPED = 0;

    private static final int CANNOT_RUN = 2;
    private static final int BUG = 3;

    /** Enough for the JVM to compile what a takeover runs. */
    private static final int REHEARSALS = 300;

    private static final int FRAMES_WAITING = 4096;
    private static final int CONTROLS_WAITING = 1024;

    /** The kernel answers within a second, or not at all. */
    private static final Duration MOST_FOR_A_TURN = Duration.ofSeconds(5);

    private static final Duration MOST_FOR_LAST_WORDS = Duration.ofMillis(200);
    /** At the end of an orderly stop the log gets longer, since nothing waits for this process any more. */
    private static final Duration MOST_FOR_THE_LOG = Duration.ofSeconds(1);

    private static final int LOG_LINES_WAITING = 1024;

    /** How long a stop may take: handing over, and closing the session. */
    private static final Duration STOPPING = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final AgentConfiguration configuration;
    private final Positions positions;
    private final Optional<Ipv4Address> gateway;
    private final TakeoverSettings settings;
    private final Clock clock = Clock.system();
    private final LogQueue log = LogQueue.instead(LOG_LINES_WAITING, clock);
    private final SecureRandom random = new SecureRandom();
    private final Supervisor supervisor =
            Supervisor.of(System.getenv(), ProcessHandle.current().pid());
    private final Inbox inbox = new Inbox(FRAMES_WAITING, CONTROLS_WAITING, () -> halt("the loop's queue is full"));
    private final AtomicBoolean linkPending = new AtomicBoolean();
    private final AtomicBoolean rulesPending = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Hooks hooks;
    private volatile OnTerminate onTerminate;
    /** Whether the kernel shall go on serving when this run has ended. */
    private boolean leftServing;

    private Agent(ConfigurationReading.Valid checked, Optional<Ipv4Address> gateway) {
        this.configuration = checked.configuration();
        this.positions = checked.positions();
        this.onTerminate = configuration.onTerminate();
        this.gateway = gateway;
        this.settings = Configured.settings(configuration, gateway);
        this.hooks = new Hooks(configuration, clock, InstantSource.system());
    }

    /**
     * Runs until it is told to stop (SIGTERM, SIGINT).
     *
     * @param gateway whose answer proves a takeover
     * @return the exit code: 0 stopped, 2 it cannot run here, 3 a bug
     */
    public static int run(ConfigurationReading.Valid checked, Optional<Ipv4Address> gateway) {
        Agent agent = new Agent(checked, gateway);
        Thread.setDefaultUncaughtExceptionHandler((thread, bug) ->
                agent.halt(() -> LOG.error("halt=\"thread {} died\" bug=\"{}\"", thread.getName(), bug, bug)));
        try {
            Configured.log(checked.configuration());
            agent.run();
            return STOPPED;
        } catch (CannotRun e) {
            System.err.println(e.getMessage());
            return CANNOT_RUN;
        } catch (KernelException | LinkException e) {
            System.err.println("failover-agent: " + e.getMessage());
            return CANNOT_RUN;
        } catch (InterruptedException | RuntimeException bug) {
            LOG.error("bug=\"{}\" do=\"the address is given up; please report the lines below\"", bug, bug);
            return BUG;
        } finally {
            agent.log.leave(MOST_FOR_THE_LOG);
            agent.stopped.countDown();
        }
    }

    @SuppressWarnings("try") // what is only held is not used
    private void run() throws CannotRun, InterruptedException {
        HostNeeds.capabilities();
        HostNeeds needs = new HostNeeds(configuration, positions);
        try (OnlyAgent only = needs.onlyAgent();
                Rtnetlink rtnetlink = Rtnetlink.open()) {
            MonotonicTime earlierRunGone = clock.now();
            LinkState link = needs.link(rtnetlink);
            Optional<KernelLease> lease = needs.lease();
            ServerSide server = new ServerSide(
                    configuration.networkInterface(),
                    configuration.addresses(),
                    rtnetlink,
                    lease.map(kernel -> new LeaseKeeper(kernel, clock)),
                    this::halt);
            needs.ownAddresses(server);
            List<Binding> bindings = needs.bindings();
            HostSysctls sysctls = new HostSysctls(configuration, positions, rtnetlink);
            sysctls.prepare();
            try (ArpLink wire = ArpLink.open(link)) {
                if (server.prepare() instanceof KernelResult.Failed failed) {
                    throw new CannotRun("failover-agent: " + failed.text());
                }
                run(server, rtnetlink, wire, link, bindings, earlierRunGone);
            } finally {
                if (!leftServing) {
                    server.clear();
                    sysctls.putBack();
                }
                lease.ifPresent(KernelLease::close);
            }
        }
    }

    @SuppressWarnings("try") // what is only held is not used
    private void run(
            ServerSide server,
            Rtnetlink rtnetlink,
            ArpLink wire,
            LinkState link,
            List<Binding> bindings,
            MonotonicTime earlierRunGone)
            throws CannotRun, InterruptedException {
        OpenRequests requests = new OpenRequests();
        Monitoring monitoring = new Monitoring(configuration, clock);
        StoreEvents connection = new StoreEvents(inbox, requests::read, monitoring::took);
        Member member =
                Configured.member(configuration, server.macs(), HexFormat.of().toHexDigits(random.nextLong()));
        ClusterStore store = store(connection);
        Optional<LanGuard> guard = guard(rtnetlink, bindings);
        Optional<HolderProxy> proxy = HolderProxy.open(configuration, gateway, link, rtnetlink, wire, clock, random);
        try (PeerDesk peer = peer(member, server);
                KernelWatch watch = KernelWatch.open(rtnetlink, said -> kernelSaid(said, server, wire, proxy));
                RunningChecks checks = new RunningChecks(configuration, result -> put(new Event.CheckDone(result)));
                Reload reload = reload(checks);
                Watchdog watchdog = new Watchdog(() -> halt("the loop hangs"))) {
            server.watchRules(() -> lookAt(rulesPending, server::lookAtRules));
            Priority.raise();
            startRehearsal(server);
            Takeover takeover = new Takeover(settings, random);
            SwitchoverDesk desk = new SwitchoverDesk(
                    store::writeIntent, requests, takeover.patience().multipliedBy(2));
            MemberCard card = new MemberCard(member);
            AgentPerformer performer = new AgentPerformer(server, wire, store, desk, card, peer, proxy, clock);
            AgentControl control = new AgentControl(
                    inbox,
                    Configured.report(configuration, gateway),
                    performer,
                    connection,
                    wire,
                    store,
                    desk,
                    peer,
                    guard,
                    hooks,
                    reload::begin,
                    restart -> put(new Event.StopAsked(restart)));
            try (ControlServer socket = ControlServer.open(configuration.control(), control)) {
                put(new Event.LinkSeen(server.link()));
                MonotonicTime now = clock.now();
                put(server.found(peer.earlierPromise(configuration.timing(), now), earlierRunGone, now));
                lookAt(rulesPending, server::lookAtRules); // Nobody told of changes before there was a watch.
                guard.ifPresent(judge -> store.bindings().watch(new SharedBindings(judge)));
                proxy.ifPresent(HolderProxy::start);
                FrameSplit split = new FrameSplit(new RelevantFrames(settings), inbox, proxy);
                wire.start(guard.<FrameGate>map(judge -> judge).orElse(FrameGate.OPEN), split::isWanted, split);
                store.register(card.first());
                stopOnSignal();
                monitoring.start(log::droppedInAll, control::snapshot);
                HangUp.listen(() -> {
                    var unused = reload.begin();
                });
                watchdog.start(MOST_FOR_A_TURN);
                new Loop(clock, inbox, takeover, performer, watchdog, (machine, time) -> {
                            monitoring.afterTurn(performer.lastMove());
                            guard.ifPresent(judge -> judge.pairIs(machine.pair(time), time));
                            proxy.ifPresent(answering -> answering.heldUntil(machine.holdsUntil(), time));
                            hooks.look(machine, time);
                            supervisor.turned(machine, time);
                        })
                        .run();
                supervisor.stopping();
                leftServing = takeover.hasLeftServing();
            }
        } catch (ControlFailure e) {
            throw new CannotRun("failover-agent: " + e.getMessage(), e);
        } finally {
            proxy.ifPresent(HolderProxy::close); // The other member may answer as soon as we have left.
            leave(server, store);
            guard.ifPresent(judge -> judge.close(leftServing));
            hooks.close();
        }
    }

    /**
     * The other member may claim as soon as our node is gone, so our session ends only when this server is silent. Before
     * a restart it goes on serving, and the session runs out by itself unless the next run is there before.
     */
    private void leave(ServerSide server, ClusterStore store) {
        if (leftServing) {
            LOG.info("address=kept for=restart");
        } else if (server.clear()) {
            store.close();
        } else {
            LOG.error("session=kept because=\"this server may still answer for the address\"");
        }
    }

    private void halt(String why) {
        halt(() -> LOG.error("halt=\"{}\" do=\"restart the agent\"", why));
    }

    /**
     * At once, without the hooks of an orderly end: what they need may be what hangs. So may whatever reads the log,
     * which gets a moment and no more. The kernel ends the lease.
     */
    private void halt(Runnable lastWords) {
        lastWords.run();
        boolean unused = log.drain(MOST_FOR_LAST_WORDS);
        Runtime.getRuntime().halt(BUG);
    }

    /** On the kernel's thread. A thousand changes at once make one look, since the look finds what is true then. */
    private void kernelSaid(KernelEvent said, ServerSide server, ArpLink wire, Optional<HolderProxy> proxy) {
        server.told(said);
        proxy.ifPresent(HolderProxy::stationChanged);
        if (said instanceof KernelEvent.AddressAdded) {
            return; // Others' addresses are no concern of ours.
        }
        if (said instanceof KernelEvent.LinkChanged changed) {
            wire.interfaceChanged(changed.link());
        } else if (said instanceof KernelEvent.LinkGone gone && gone.name().equals(configuration.networkInterface())) {
            wire.interfaceGone();
        }
        lookAt(linkPending, server::lookAgain);
    }

    private void lookAt(AtomicBoolean pending, Supplier<List<Event>> look) {
        if (pending.compareAndSet(false, true)) {
            inbox.put(new Inbox.Item.Derived(() -> {
                pending.set(false);
                return look.get();
            }));
        }
    }

    private void put(Event event) {
        inbox.put(new Inbox.Item.Happened(event));
    }

    private void stopOnSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    private void stop() {
        put(new Event.StopAsked(isForRestart()));
        try {
            if (!stopped.await(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
                halt(() -> LOG.error("stop=late do=\"the kernel lease ends by itself\""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isForRestart() {
        return switch (onTerminate) {
            case KEEP -> true;
            case HAND_OVER -> false;
            case AUTO -> ServiceRestart.system().isUnderWay();
        };
    }

    /** Beside the loop, since a server that nobody serves for waits for its start, and behind whatever else runs. */
    private void startRehearsal(ServerSide server) {
        Thread thread = new Thread(() -> rehearse(server), "rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    private void rehearse(ServerSide server) {
        Priority.lowerThisThread();
        server.rehearse(REHEARSALS);
        if (!Rehearsal.play(settings, REHEARSALS)) {
            LOG.warn("rehearsal=incomplete so=\"the first takeover may be slower\"");
        }
    }

    // ---- its parts

    /** Whoever follows takes what is his; the machine first, since it must know of a check before its first result. */
    private Reload reload(RunningChecks checks) {
        return Reload.of(
                positions.file(),
                configuration,
                List.of(
                        next -> put(new Event.Reconfigured(Configured.settings(next, gateway))),
                        checks::follow,
                        next -> hooks.configure(next.hooks()),
                        next -> onTerminate = next.onTerminate(),
                        Configured::log),
                supervisor);
    }

    private Optional<LanGuard> guard(Rtnetlink rtnetlink, List<Binding> bindings) throws CannotRun {
        if (!configuration.inspect().isOn()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LanGuard.open(configuration, bindings, networks(rtnetlink), clock, random));
        } catch (GuardException e) {
            throw new CannotRun(e.getMessage(), e);
        }
    }

    /** Those of the interface, the shared addresses' own among them, which it need not carry now. */
    private List<Ipv4Prefix> networks(Rtnetlink rtnetlink) {
        List<Ipv4Prefix> networks = new ArrayList<>(configuration.addresses());
        rtnetlink
                .link(configuration.networkInterface())
                .ifPresent(link -> rtnetlink.addresses(link.index()).stream()
                        .map(AssignedAddress::prefix)
                        .forEach(networks::add));
        return networks;
    }

    private PeerDesk peer(Member member, ServerSide server) throws CannotRun {
        Set<Ipv4Address> onLan = Set.copyOf(server.onInterface());
        try {
            return PeerDesk.open(configuration, member.incarnation(), onLan, inbox);
        } catch (PeerException e) {
            throw new CannotRun("failover-agent: " + e.getMessage(), e);
        }
    }

    private ClusterStore store(StoreEvents connection) throws CannotRun {
        try {
            return ClusterStore.open(
                    new ZooKeeperSettings(
                            configuration.zookeeper().connect(),
                            configuration.zookeeper().session(),
                            configuration.zookeeper().authFile()),
                    configuration.cluster(),
                    connection);
        } catch (StoreException e) {
            throw new CannotRun("failover-agent: " + e.getMessage(), e);
        }
    }
}
