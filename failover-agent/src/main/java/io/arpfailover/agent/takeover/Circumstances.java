package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.Stations;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is true around this member now: its membership, its interface, its kernel, and the other member. */
final class Circumstances {
    /** After the kernel refused an address or a lease, nothing is claimed for this long. */
    private static final Duration KERNEL_HOLD_OFF = Duration.ofSeconds(5);

    private final NodeName self;
    private final String interfaceName;

    private LinkView link = LinkView.ABSENT;
    private Optional<String> unregistered = Optional.of("not connected to ZooKeeper yet");
    private Optional<String> storeFailure = Optional.empty();
    private Optional<String> kernelFailure = Optional.empty();
    private MonotonicTime kernelRetry = MonotonicTime.NEVER;
    private List<Member> others = List.of();
    private boolean membersKnown;
    private Intent intent = Intent.NONE;
    private boolean peerUnfit;
    /** The incarnation that fell silent while it held, and has not been heard since. */
    private Optional<String> lost = Optional.empty();

    private boolean contact = true;
    /** Also while the other member is away: its last frames may still arrive. */
    private Set<MacAddress> peerMacs = Set.of();

    private Stations stations = new Stations(Set.of(), Set.of());

    /** Which run of the other member was there last. */
    private Optional<String> lastRun = Optional.empty();

    Circumstances(NodeName self, String interfaceName) {
        this.self = self;
        this.interfaceName = interfaceName;
    }

    LinkView link() {
        return link;
    }

    List<Member> others() {
        return others;
    }

    Stations stations() {
        return stations;
    }

    /** The other member, if it could hold the addresses now. */
    Optional<Member> fitHeir() {
        return others.stream()
                .filter(member -> member.fit() && !peerUnfit && !lost.equals(Optional.of(member.incarnation())))
                .findFirst();
    }

    /** We take over from this holder. Its node may outlive it for a while, and still call it fit. */
    void lost(Optional<NodeName> holder) {
        lost = others.stream()
                .filter(member -> holder.equals(Optional.of(member.node())))
                .map(Member::incarnation)
                .findFirst();
    }

    /** The other member's last datagram said whether it is fit, which may be newer than what its member node says. */
    void peerSays(boolean fit) {
        peerUnfit = !fit;
        lost = Optional.empty();
    }

    /** What keeps us from serving, and what to do; empty when nothing does. */
    Optional<String> obstacle() {
        return unregistered.or(this::localObstacle).or(this::membersUnread);
    }

    /** The same for a member that needs no ZooKeeper now, since the other member's promises carry its lease. */
    Optional<String> localObstacle() {
        return linkTrouble().or(() -> kernelFailure);
    }

    /** Whether the members were read, so that frames of the other one can be told from a stranger's. */
    boolean areMembersKnown() {
        return membersKnown;
    }

    boolean hasContact() {
        return contact;
    }

    /** The connection to ZooKeeper is there, or not. */
    void contact(boolean connected) {
        contact = connected;
    }

    Intent intent() {
        return intent;
    }

    void intentRead(Intent seen) {
        intent = seen;
    }

    /** Why another should serve rather than we. */
    Optional<String> maintenance() {
        return intent.isInMaintenance(self) ? Optional.of("in maintenance") : Optional.empty();
    }

    Optional<String> linkTrouble() {
        return link.usable() ? Optional.empty() : Optional.of("interface " + interfaceName + " " + link.state());
    }

    boolean isRegistered() {
        return unregistered.isEmpty();
    }

    void registered() {
        unregistered = Optional.empty();
        storeFailure = Optional.empty();
    }

    /** We are no member, for this reason; tells whether that is news. */
    boolean notRegistered(String because) {
        boolean news = !unregistered.equals(Optional.of(because));
        unregistered = Optional.of(because);
        return news;
    }

    /** ZooKeeper cannot be used as it should; tells whether that is news. */
    boolean storeFailed(String what) {
        boolean news = !storeFailure.equals(Optional.of(what));
        storeFailure = Optional.of(what);
        if (!isRegistered()) {
            unregistered = storeFailure;
        }
        return news;
    }

    void sessionLost() {
        unregistered = Optional.of("the ZooKeeper session has ended; connecting again");
        others = List.of();
        membersKnown = false;
    }

    void linkSeen(LinkView seen) {
        link = seen;
        stations = new Stations(link.ownMacs(), peerMacs);
    }

    /** These are the members now; tells whether the other one is a run that was not there before. */
    boolean membersRead(List<Member> members) {
        others = members.stream().filter(member -> !member.node().equals(self)).toList();
        membersKnown = true;
        peerUnfit = false; // This is newer, or the next datagram will be.
        if (!others.isEmpty()) {
            peerMacs = macs(others);
            stations = new Stations(link.ownMacs(), peerMacs);
        }
        Optional<String> before = lastRun;
        lastRun = others.stream().map(Member::incarnation).findFirst().or(() -> before);
        return !lastRun.equals(before);
    }

    void kernelFailed(String what, MonotonicTime now) {
        kernelFailure = Optional.of(what);
        kernelRetry = now.plus(KERNEL_HOLD_OFF);
    }

    MonotonicTime nextTimeout() {
        return kernelRetry;
    }

    void onTimeout(MonotonicTime now) {
        if (now.hasReached(kernelRetry)) {
            kernelFailure = Optional.empty();
            kernelRetry = MonotonicTime.NEVER;
        }
    }

    /** Without the list, the other member's probes would look like a stranger's. */
    private Optional<String> membersUnread() {
        return membersKnown ? Optional.empty() : Optional.of("the members are not read yet");
    }

    private static Set<MacAddress> macs(List<Member> members) {
        return members.stream()
                .flatMap(member -> member.macs().stream())
                .flatMap(text -> mac(text).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Another version may write more than we understand; what we do not know is a stranger's. */
    private static Optional<MacAddress> mac(String text) {
        try {
            return Optional.of(MacAddress.parse(text));
        } catch (IllegalArgumentException foreignFormat) {
            return Optional.empty();
        }
    }
}
