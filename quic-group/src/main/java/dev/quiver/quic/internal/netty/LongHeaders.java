package dev.quiver.quic.internal.netty;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Reads what the long headers of a datagram show without any key (RFC 9000 §17.2, RFC 8999). */
final class LongHeaders {
    static final int INITIAL = 0;
    static final int ZERO_RTT = 1;
    static final int HANDSHAKE = 2;
    static final int RETRY = 3;
    static final int VERSION_NEGOTIATION = 4;

    private static final int MAX_CONNECTION_ID = 20;

    private LongHeaders() {}

    /** Is told of each packet of a datagram, in order. */
    interface Visitor {
        /**
         * A packet with a long header.
         *
         * @param type one of the constants above
         * @param version as sent
         * @param from where it begins in the buffer
         * @param length of the whole packet
         */
        void longHeader(int type, long version, int from, int length);

        /** A packet with a short header: 1-RTT, from here to the end of the datagram. */
        void shortHeader(int from);
    }

    /** Walks a datagram; stops without a word where it makes no sense. Does not move the reader index. */
    static void walk(ByteBuf datagram, Visitor visitor) {
        walk(datagram, datagram.readerIndex(), datagram.writerIndex(), visitor);
    }

    static void walk(ByteBuf datagram, int from, int end, Visitor visitor) {
        int at = from;
        while (at < end) {
            int first = datagram.getUnsignedByte(at);
            if ((first & 0x80) == 0) {
                // Zero bytes behind an Initial are padding, not a packet: a short header has the fixed bit set.
                if ((first & 0x40) != 0) {
                    visitor.shortHeader(at);
                }
                return;
            }
            if (end - at < 7) {
                return;
            }
            long version = datagram.getUnsignedInt(at + 1);
            int i = at + 5;
            int dcid = datagram.getUnsignedByte(i);
            i += 1 + dcid;
            if (dcid > MAX_CONNECTION_ID || i >= end) {
                return;
            }
            int scid = datagram.getUnsignedByte(i);
            i += 1 + scid;
            if (scid > MAX_CONNECTION_ID || i > end) {
                return;
            }
            if (version == 0) {
                visitor.longHeader(VERSION_NEGOTIATION, 0, at, end - at);
                return;
            }
            int type = first >> 4 & 3;
            if (type == RETRY) {
                visitor.longHeader(RETRY, version, at, end - at);
                return;
            }
            if (type == INITIAL) {
                long token = varint(datagram, i, end);
                if (token < 0) {
                    return;
                }
                long next = i + varintSize(datagram, i) + token;
                if (next >= end) {
                    return;
                }
                i = (int) next;
            }
            long length = varint(datagram, i, end);
            if (length < 0) {
                return;
            }
            long next = i + varintSize(datagram, i) + length;
            if (next > end) {
                return;
            }
            visitor.longHeader(type, version, at, (int) next - at);
            at = (int) next;
        }
    }

    /** Where the packet number of a Handshake packet begins, or -1 if it makes no sense (RFC 9000 §17.2.4). */
    static int handshakeNumberAt(byte[] packet) {
        if (packet.length < 6) {
            return -1;
        }
        int i = 6 + (packet[5] & 0xff);
        if (i >= packet.length) {
            return -1;
        }
        i += 1 + (packet[i] & 0xff);
        return i >= packet.length ? -1 : i + (1 << ((packet[i] & 0xff) >> 6));
    }

    /** The versions that a Version Negotiation packet lists (RFC 9000 §17.2.1). */
    static List<Long> versions(ByteBuf datagram, int from, int length) {
        int i = from + 5;
        i += 1 + datagram.getUnsignedByte(i);
        i += 1 + datagram.getUnsignedByte(i);
        List<Long> versions = new ArrayList<>();
        for (; i + 4 <= from + length && versions.size() < 64; i += 4) {
            versions.add(datagram.getUnsignedInt(i));
        }
        return versions;
    }

    private static int varintSize(ByteBuf b, int at) {
        return 1 << (b.getUnsignedByte(at) >> 6);
    }

    private static long varint(ByteBuf b, int at, int end) {
        if (at >= end || at + varintSize(b, at) > end) {
            return -1;
        }
        return switch (varintSize(b, at)) {
            case 1 -> b.getUnsignedByte(at) & 0x3f;
            case 2 -> b.getUnsignedShort(at) & 0x3fff;
            case 4 -> b.getUnsignedInt(at) & 0x3fffffffL;
            default -> b.getLong(at) & 0x3fffffffffffffffL;
        };
    }
}
