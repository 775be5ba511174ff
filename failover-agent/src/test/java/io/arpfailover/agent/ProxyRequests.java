package io.arpfailover.agent;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a client asks for one host, and who answered. Each request asks on behalf of another address, so that its replies
 * can be told from those to others.
 */
final class ProxyRequests {
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(20);
    private static final int FIRST = Ipv4Address.parse("10.9.100.0").bits();

    private final LanTap tap;
    private final MacAddress client;
    private final Ipv4Address host;
    private int count;

    /**
     * @param client whose frames are no answers
     */
    ProxyRequests(LanTap tap, MacAddress client, Ipv4Address host) {
        this.tap = tap;
        this.client = client;
        this.host = host;
    }

    void ask() {
        Ipv4Address onBehalfOf = new Ipv4Address(FIRST + count++);
        // A MAC of its own, too: no proxy is to limit what looks like one asker.
        MacAddress asker = new MacAddress(0x0242_0000_0000L + count);
        tap.send(ArpFrame.broadcast(ArpPacket.request(asker, onBehalfOf, host)).encode());
        Program.elapse(BETWEEN_REQUESTS);
    }

    void askFor(Duration time) {
        long rounds = time.dividedBy(BETWEEN_REQUESTS);
        for (long i = 0; i < rounds; i++) {
            ask();
        }
    }

    void askUntilAnotherAnswers(List<MacAddress> servers) {
        int before = holder(servers);
        Program.await("another answers", () -> {
            ask();
            return holder(servers) != before;
        });
    }

    /** Whoever replied last; -1 for nobody yet. */
    int holder(List<MacAddress> servers) {
        List<MacAddress> answers =
                replies().map(LanTap.Seen::packet).map(ArpPacket::senderMac).toList();
        return answers.isEmpty() ? -1 : servers.indexOf(answers.get(answers.size() - 1));
    }

    int count() {
        return count;
    }

    /** Who answered each request, from this one on: of each, in order, every answer. */
    List<List<MacAddress>> answersFrom(int first) {
        List<List<MacAddress>> answers = new ArrayList<>();
        IntStream.range(first, count).forEach(unused -> answers.add(new ArrayList<>()));
        replies()
                .map(LanTap.Seen::packet)
                .filter(packet -> indexOf(packet) >= first)
                .forEach(packet -> answers.get(indexOf(packet) - first).add(packet.senderMac()));
        return answers;
    }

    long answeredOnce() {
        return numberWith(1, 1);
    }

    long answeredTwice() {
        return numberWith(2, Integer.MAX_VALUE);
    }

    long unanswered() {
        return numberWith(0, 0);
    }

    private long numberWith(int least, int most) {
        return answersFrom(0).stream()
                .filter(answers -> answers.size() >= least && answers.size() <= most)
                .count();
    }

    private static int indexOf(ArpPacket reply) {
        return reply.targetIp().bits() - FIRST;
    }

    /** Announcements after a change are no replies to anybody; they name themselves as target. */
    private Stream<LanTap.Seen> replies() {
        return tap.from(host).stream()
                .filter(seen -> seen.packet().operation() == Operation.REPLY
                        && !seen.packet().isAnnouncement()
                        && !seen.frame().source().equals(client))
                .filter(seen -> indexOf(seen.packet()) >= 0 && indexOf(seen.packet()) < count);
    }
}
