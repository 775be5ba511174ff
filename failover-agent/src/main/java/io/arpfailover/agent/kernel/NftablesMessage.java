package io.arpfailover.agent.kernel;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The messages of nftables about tables of family {@code netdev}: struct nfgenmsg, 4 octets, and attributes, of which
 * the first names the table (linux/netfilter/nf_tables.h).
 */
final class NftablesMessage {
    /** Types without their subsystem: the note that a transaction has ended, and what adds and deletes elements. */
    static final int GENERATION = 15;

    static final int NEW_ELEMENT = 12;
    static final int DELETE_ELEMENT = 14;

    static final int FIXED_OCTETS = 4;

    private static final int SUBSYSTEM = 10;
    private static final int GET_TABLE = 1;
    private static final int GET_CHAIN = 4;
    private static final int GET_RULE = 7;

    private static final int NFPROTO_NETDEV = 5;
    private static final int TABLE = 1;
    private static final int CHAIN_NAME = 3;

    private NftablesMessage() {}

    static NetlinkRequest table(String table) {
        return get(GET_TABLE, NetlinkRequest.ACK, table);
    }

    static NetlinkRequest chain(String table, String chain) {
        return get(GET_CHAIN, NetlinkRequest.ACK, table).attributeText(CHAIN_NAME, chain);
    }

    /** All rules of the table. */
    static NetlinkRequest rules(String table) {
        return get(GET_RULE, NetlinkRequest.DUMP, table);
    }

    private static NetlinkRequest get(int type, int flags, String table) {
        return new NetlinkRequest(SUBSYSTEM << Byte.SIZE | type, flags)
                .u8(NFPROTO_NETDEV)
                .u8(0)
                .u16(0)
                .attributeText(TABLE, table);
    }

    /** Whether a notification is about this table: itself, or something in it. */
    static boolean isAbout(String table, NetlinkMessage message) {
        ByteBuffer fixed = message.body();
        return message.type() >>> Byte.SIZE == SUBSYSTEM
                && (message.type() & 0xff) != GENERATION
                && fixed.limit() >= FIXED_OCTETS
                && fixed.get(0) == NFPROTO_NETDEV
                && message.attributesAfter(FIXED_OCTETS).text(TABLE).equals(Optional.of(table));
    }

    /** What a message says, without the number of the transaction that was the last one when it was written. */
    static List<ByteBuffer> contents(List<NetlinkMessage> messages) {
        return messages.stream()
                .map(message -> message.body().duplicate())
                .map(body -> body.position(Math.min(FIXED_OCTETS, body.limit())).slice())
                .toList();
    }
}
