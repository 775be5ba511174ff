package io.arpfailover.agent.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A look at one table of nftables without libnftables, which reads a thousand addresses to show three rules.
 *
 * <p>Not for several threads at once.
 */
final class LeaseTable implements AutoCloseable {
    private final NetlinkSocket socket;
    private final String table;
    private final List<String> chains;

    private LeaseTable(NetlinkSocket socket, String table, List<String> chains) {
        this.socket = socket;
        this.table = table;
        this.chains = chains;
    }

    static LeaseTable open(String table, List<String> chains) {
        return new LeaseTable(NetlinkSocket.open(NetlinkSocket.NETFILTER, 0), table, chains);
    }

    /**
     * Table, chains and rules as the kernel had them at one moment.
     *
     * <p>Each of them carries a number that is given once, so two pictures are equal only when nothing was changed in
     * between. What sets hold is not in it: the addresses cannot change while rules use them, and the lease shall.
     *
     * @param parts the table, then its chains, then its rules, as octets
     */
    record Picture(List<ByteBuffer> parts) {}

    /** Empty when the table, or one of the chains, does not exist. */
    Optional<Picture> picture() {
        List<NetlinkSocket.Reply> replies = new ArrayList<>();
        replies.add(socket.exchange(NftablesMessage.table(table)));
        for (String chain : chains) {
            replies.add(socket.exchange(NftablesMessage.chain(table, chain)));
        }
        replies.add(socket.dump(NftablesMessage.rules(table)));
        return replies.stream().anyMatch(reply -> reply.errno().isError())
                ? Optional.empty()
                : Optional.of(new Picture(replies.stream()
                        .flatMap(reply -> NftablesMessage.contents(reply.messages()).stream())
                        .toList()));
    }

    @Override
    public void close() {
        socket.close();
    }
}
