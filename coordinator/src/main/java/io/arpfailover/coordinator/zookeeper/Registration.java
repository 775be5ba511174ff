package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our place among the members: makes the member node in each session, and knows the session that owns it.
 *
 * <p>Not Curator's PersistentNode: that would put the node back against a second process of the same name, for ever,
 * where we must refuse, and it hides which session owns the node, on which every compare-and-set depends.
 *
 * <p>One thread, and room for one more attempt: an attempt reads everything anew, so a second one waiting would be
 * the same.
 */
final class Registration implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Registration.class);
    private static final int ROUNDS = 8;
    private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(2);

    private final ClusterPaths paths;
    private final List<ACL> rights;
    private final StoreListener listener;
    private final Remedy remedy;
    private final ClusterWatch watch;
    private final StoreTimer timer;
    private final Runnable onRegistered;
    private final Refusals refusals;
    private final ThreadPoolExecutor thread;
    private final AtomicBoolean looksLater = new AtomicBoolean();

    private Optional<Session> current = Optional.empty();
    private Optional<Session> registeredIn = Optional.empty();
    private Optional<Member> wanted = Optional.empty();
    private Optional<String> successor = Optional.empty();
    private int connections;
    private int connectionsTold;
    private boolean treeIsThere;
    private String reported = "";

    Registration(
            ClusterPaths paths,
            List<ACL> rights,
            StoreListener listener,
            Remedy remedy,
            ClusterWatch watch,
            StoreTimer timer,
            Runnable onRegistered) {
        this.paths = paths;
        this.rights = rights;
        this.listener = listener;
        this.remedy = remedy;
        this.watch = watch;
        this.timer = timer;
        this.onRegistered = onRegistered;
        this.refusals = new Refusals(paths, rights, listener, this::isMemberIn);
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                StoreThreads.named("zookeeper-registration"),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** There is a connection, in a new session or again in the same one. */
    synchronized void connected(Session session) {
        if (registeredIn.isPresent() && registeredIn.get().handle() != session.handle()) {
            registeredIn = Optional.empty();
        }
        current = Optional.of(session);
        connections++;
        reported = "";
        look();
    }

    /** The session may live on, but what is sent now would wait for the connection to come back. */
    synchronized void suspended() {
        current = Optional.empty();
    }

    synchronized void sessionLost() {
        current = Optional.empty();
        registeredIn = Optional.empty();
    }

    synchronized void register(Member self) {
        wanted = Optional.of(self);
        look();
    }

    synchronized void update(Member self) {
        if (wanted.isEmpty()) {
            throw new IllegalStateException("update before register");
        }
        wanted = Optional.of(self);
        registeredIn.ifPresent(session -> write(session, self));
    }

    /** Looks at the members again, soon. */
    void look() {
        thread.execute(this::attempt);
    }

    /** The session that owns our member node, as far as we know; none while there is no connection. */
    synchronized Optional<Session> session() {
        return current.isEmpty() ? Optional.empty() : registeredIn;
    }

    private boolean isMemberIn(Session session) {
        return session().filter(session::equals).isPresent();
    }

    synchronized Optional<NodeName> self() {
        return wanted.map(Member::node);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void attempt() {
        int connection = connections();
        Optional<Session> session = currentSession();
        try {
            if (session.isPresent()) {
                attempt(session.get(), connection);
            }
        } catch (KeeperException e) {
            failed(e);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** The watch comes before the look at the members, or a change right after that look would be missed. */
    private void attempt(Session session, int connection) throws KeeperException, InterruptedException {
        prepareTree(session.handle());
        boolean news = isNews(connection);
        if (news) {
            watch.start(session);
            refusals.watch(session);
        }
        settle(session);
        if (news) {
            watch.readAll(session);
            told(connection);
        }
    }

    private synchronized Optional<Session> currentSession() {
        return current;
    }

    private synchronized int connections() {
        return connections;
    }

    private synchronized boolean isNews(int connection) {
        return connectionsTold != connection;
    }

    private synchronized void told(int connection) {
        connectionsTold = connection;
    }

    /** The tenure comes last: where it is, the rest is. It is made once, never put back when somebody deletes it. */
    private void prepareTree(ZooKeeper handle) throws KeeperException, InterruptedException {
        if (treeIsThere) {
            return;
        }
        for (String parent : paths.parents()) {
            createIfMissing(handle, parent, new byte[0]);
        }
        createIfMissing(handle, paths.tenure(), Records.encode(Tenure.NONE));
        treeIsThere = true;
    }

    private void createIfMissing(ZooKeeper handle, String path, byte[] data)
            throws KeeperException, InterruptedException {
        if (handle.exists(path, false) != null) {
            warnIfOpen(handle, path);
            return;
        }
        try {
            handle.create(path, data, rights, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException theOtherMemberWasFaster) {
            log.debug("path={} state=present", path);
        }
    }

    /** An ensemble first used without credentials keeps its nodes open, and with them what is created below. */
    private void warnIfOpen(ZooKeeper handle, String path) throws KeeperException, InterruptedException {
        if (!rights.equals(Credentials.OPEN) && handle.getACL(path, new Stat()).equals(Credentials.OPEN)) {
            log.warn(
                    "cluster={} path={} rights=open although there are credentials: run setAcl {} auth::cdrwa in zkCli.sh,"
                            + " as that user",
                    paths.cluster(),
                    path,
                    path);
        }
    }

    private void settle(Session session) throws KeeperException, InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Member> self = wantedMember();
            if (self.isEmpty() || settledIn(session, self.get())) {
                return;
            }
        }
        lookLater();
    }

    private synchronized Optional<Member> wantedMember() {
        return wanted;
    }

    /** One round: reads the members and acts on them. False when they changed in between. */
    private boolean settledIn(Session session, Member self) throws KeeperException, InterruptedException {
        Roster roster = read(session.handle());
        noticeSuccessor(session, self, roster);
        Roster.Decision decision = roster.decide(self, session.id(), knownSuccessor());
        if (decision instanceof Roster.Decision.Refuse refusal) {
            if (refused(refusal.why())) {
                refusals.leave(session, new Refusal(self.node(), refusal.why()));
            }
            return true;
        }
        boolean kept = decision instanceof Roster.Decision.Keep;
        if (!kept && !claim(session, self, roster, decision)) {
            return false;
        }
        if (registered(session, kept ? roster.member(self.node()) : Optional.of(self))) {
            refusals.takeBack(session, self.node());
            refusals.read(session);
        }
        return true;
    }

    private synchronized Optional<String> knownSuccessor() {
        return successor;
    }

    /** Whoever owns our node while our session lives took it: a later start of ours, which must win, once. */
    private synchronized void noticeSuccessor(Session session, Member self, Roster roster) {
        Optional<Roster.Entry> own =
                Optional.ofNullable(roster.entries().get(self.node().text()));
        if (registeredIn.filter(session::equals).isEmpty()
                || own.filter(entry -> entry.owner() == session.id()).isPresent()) {
            return;
        }
        registeredIn = Optional.empty();
        successor = own.flatMap(entry -> entry.member().value())
                .map(Member::incarnation)
                .filter(incarnation -> !incarnation.equals(self.incarnation()))
                .or(() -> successor);
    }

    private Roster read(ZooKeeper handle) throws KeeperException, InterruptedException {
        Stat members = new Stat();
        List<String> nodes = handle.getChildren(paths.members(), false, members);
        SortedMap<String, Roster.Entry> entries = new TreeMap<>();
        for (String node : nodes) {
            Stat stat = new Stat();
            try {
                byte[] data = handle.getData(paths.members() + "/" + node, false, stat);
                Decoded<Member> member = Records.member(data == null ? new byte[0] : data);
                entries.put(node, new Roster.Entry(stat.getEphemeralOwner(), stat.getVersion(), member));
            } catch (KeeperException.NoNodeException goneMeanwhile) {
                log.debug("member={} state=gone", node);
            }
        }
        return new Roster(paths.cluster(), members.getVersion(), entries);
    }

    /** The write to the members node makes two registrations at once impossible: one of them finds another version. */
    private boolean claim(Session session, Member self, Roster roster, Roster.Decision decision)
            throws KeeperException, InterruptedException {
        String path = paths.member(self.node());
        List<Op> steps = new ArrayList<>();
        steps.add(Op.setData(paths.members(), self.node().text().getBytes(StandardCharsets.UTF_8), roster.version()));
        if (decision instanceof Roster.Decision.Replace earlier) {
            steps.add(Op.delete(path, earlier.version()));
        }
        steps.add(Op.create(path, Records.encode(self), rights, CreateMode.EPHEMERAL));
        try {
            session.handle().multi(steps);
            return true;
        } catch (KeeperException.BadVersionException
                | KeeperException.NodeExistsException
                | KeeperException.NoNodeException membersChanged) {
            return false;
        }
    }

    /** What was told while there was no connection is not in the node yet. Tells whether it is news that we are in. */
    private synchronized boolean registered(Session session, Optional<Member> written) {
        if (current.filter(session::equals).isEmpty()) {
            return false;
        }
        registeredIn = Optional.of(session);
        wanted.filter(newer -> !Optional.of(newer).equals(written)).ifPresent(newer -> write(session, newer));
        boolean news = report("registered");
        if (news) {
            log.info("cluster={} state=registered session=0x{}", paths.cluster(), Long.toHexString(session.id()));
            listener.registered();
            onRegistered.run();
        }
        return news;
    }

    /** Tells whether that is news. */
    private synchronized boolean refused(String why) {
        registeredIn = Optional.empty();
        boolean news = report(why);
        if (news) {
            listener.registrationRefused(why);
        }
        return news;
    }

    /** A lost connection reports itself, and the next one looks again; anything else a person must see. */
    private void failed(KeeperException e) {
        switch (e.code()) {
            case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED -> log.debug("state=disconnected", e);
            default -> {
                String line = remedy.line("register in cluster " + paths.cluster(), e);
                if (report(line)) {
                    listener.failed(line);
                }
                lookLater();
            }
        }
    }

    /** One look waits at most, or each change of the members would start a series of its own. */
    private void lookLater() {
        if (looksLater.compareAndSet(false, true)) {
            timer.after(BETWEEN_FAILURES, () -> {
                looksLater.set(false);
                look();
            });
        }
    }

    private synchronized boolean report(String what) {
        boolean news = !reported.equals(what);
        reported = what;
        return news;
    }

    private void write(Session session, Member self) {
        session.handle()
                .setData(
                        paths.member(self.node()),
                        Records.encode(self),
                        -1,
                        (code, path, context, stat) -> log.debug("path={} code={}", path, code),
                        null);
    }
}
