package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link ClusterStore} tells its owner.
 *
 * <p>Called on threads of Curator and ZooKeeper, which hold their locks meanwhile, and sometimes on the thread that
 * called the store: enqueue and return.
 */
public interface StoreListener {

    /**
     * There is a connection, in a new session or again in the same one. The member registered with the store is
     * registered anew, and tenure, members and intent follow, whether they changed or not.
     *
     * @param sessionId the session's identity
     * @param negotiatedSession the timeout the server granted, which may differ from the one asked for
     */
    void connected(long sessionId, Duration negotiatedSession);

    /** The connection is lost; the session may still live. */
    void suspended();

    /** The session is over, or has been out of touch for so long that it must be taken for over. */
    void sessionLost();

    /** The tenure as it is now: after each change and each connection. May repeat. */
    void tenure(VersionedTenure current);

    /** All members that are registered now, by name: after each change and each connection. May repeat. */
    void members(List<Member> present);

    /** The intent as it is now: after each change and each connection. May repeat. */
    void intent(Intent current);

    /** What became of {@link ClusterStore#compareAndSet}: exactly one answer for each call, unless the store closes. */
    void answered(long callId, Answer answer);

    /** Our member node exists and belongs to the present session: compare-and-sets are possible. */
    void registered();

    /** We may not be a member, for this reason; the store looks again whenever the members change. */
    void registrationRefused(String why);

    /** A call was answered, well or not, after this time. For measuring only. */
    default void took(StoreCall call, Duration time) {}

    /** Something needs a person: refused credentials, a record that cannot be read. One line with the remedy. */
    void failed(String what);
}
