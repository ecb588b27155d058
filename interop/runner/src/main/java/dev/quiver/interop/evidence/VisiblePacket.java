package dev.quiver.interop.evidence;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a packet's header shows to everyone on the way, without any key (RFC 8999 §5, RFC 9000 §17.2).
 *
 * @param kind what it is
 * @param version as sent; 0 in a Version Negotiation packet and where there is a short header
 * @param destination the connection id it is for, in hex; empty where there is a short header, whose length nobody on the way
 *     knows
 * @param source the connection id it is from, in hex
 * @param token an Initial's or a Retry's token, in hex; else empty
 * @param versions what a Version Negotiation packet lists; else empty
 */
public record VisiblePacket(
        Kind kind, int version, String destination, String source, String token, List<Integer> versions) {
    private static final int INTEGRITY_TAG_BYTES = 16;

    public VisiblePacket {
        versions = List.copyOf(versions);
    }

    /** By the header's form and type. */
    public enum Kind {
        INITIAL,
        ZERO_RTT,
        HANDSHAKE,
        RETRY,
        VERSION_NEGOTIATION,
        /** A short header: 1-RTT, if it is no reset in disguise. */
        SHORT
    }

    /** The packets of a datagram, in order, up to where it makes no sense as QUIC version 1. Does not move its position. */
    public static List<VisiblePacket> in(ByteBuffer datagram) {
        List<VisiblePacket> packets = new ArrayList<>();
        ByteBuffer rest = datagram.slice();
        try {
            while (rest.hasRemaining()) {
                VisiblePacket next = next(rest);
                if (next == null) {
                    break;
                }
                packets.add(next);
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // Cut short, or not QUIC: what came before it stands.
            return packets;
        }
        return packets;
    }

    /** Whether there is a packet of this kind in a datagram. */
    public static boolean has(Kind kind, ByteBuffer datagram) {
        return in(datagram).stream().anyMatch(packet -> packet.kind() == kind);
    }

    private static @Nullable VisiblePacket next(ByteBuffer at) {
        int first = at.get() & 0xff;
        if ((first & 0x80) == 0) {
            at.position(at.limit());
            // Zero bytes behind an Initial are padding, not a packet: a short header has the fixed bit set.
            return (first & 0x40) == 0 ? null : new VisiblePacket(Kind.SHORT, 0, "", "", "", List.of());
        }
        int version = at.getInt();
        String destination = hex(at, at.get() & 0xff);
        String source = hex(at, at.get() & 0xff);
        if (version == 0) {
            List<Integer> versions = new ArrayList<>();
            while (at.remaining() >= 4) {
                versions.add(at.getInt());
            }
            at.position(at.limit());
            return new VisiblePacket(Kind.VERSION_NEGOTIATION, 0, destination, source, "", versions);
        }
        Kind kind = Kind.values()[first >> 4 & 3];
        String token = "";
        if (kind == Kind.RETRY) {
            token = hex(at, at.remaining() - INTEGRITY_TAG_BYTES);
            at.position(at.limit());
        } else {
            if (kind == Kind.INITIAL) {
                token = hex(at, Math.toIntExact(varint(at)));
            }
            long length = varint(at);
            at.position(Math.toIntExact(at.position() + length));
        }
        return new VisiblePacket(kind, version, destination, source, token, List.of());
    }

    private static String hex(ByteBuffer from, int bytes) {
        if (bytes < 0 || bytes > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] copy = new byte[bytes];
        from.get(copy);
        return HexFormat.of().formatHex(copy);
    }

    /** RFC 9000 §16. */
    private static long varint(ByteBuffer from) {
        int first = from.get() & 0xff;
        long value = first & 0x3f;
        for (int more = (1 << (first >> 6)) - 1; more > 0; more--) {
            value = value << 8 | from.get() & 0xff;
        }
        if (value > Integer.MAX_VALUE) {
            throw new BufferUnderflowException();
        }
        return value;
    }
}
