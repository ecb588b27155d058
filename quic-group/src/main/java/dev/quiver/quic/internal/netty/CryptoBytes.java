package dev.quiver.quic.internal.netty;

import dev.quiver.quic.internal.spi.Varint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Puts the beginning of a TLS flight together from the frames of packets, in whatever order they come (RFC 9000 §19.6). */
final class CryptoBytes {
    private static final int PADDING = 0x00;
    private static final int PING = 0x01;
    private static final int ACK = 0x02;
    private static final int ACK_ECN = 0x03;
    private static final int CRYPTO = 0x06;

    private final int most;
    private final TreeMap<Integer, byte[]> pieces = new TreeMap<>();

    /** @param most how much of the beginning is of interest, in bytes */
    CryptoBytes(int most) {
        this.most = most;
    }

    /** Takes what a packet carries of it; stops without a word where the frames make no sense. */
    void frames(byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload);
        try {
            while (in.hasRemaining() && frame(in)) {}
        } catch (BufferUnderflowException cutShort) {
            // The codec says so to the peer.
        }
    }

    private boolean frame(ByteBuffer in) {
        int type = in.get();
        switch (type) {
            case PADDING, PING -> {}
            case ACK, ACK_ECN -> ack(in, type == ACK_ECN);
            case CRYPTO -> crypto(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void ack(ByteBuffer in, boolean counts) {
        varint(in);
        varint(in);
        long ranges = varint(in);
        long numbers = 1 + 2 * Math.min(ranges, in.remaining()) + (counts ? 3 : 0);
        for (long i = 0; i < numbers; i++) {
            varint(in);
        }
    }

    private void crypto(ByteBuffer in) {
        long offset = varint(in);
        long length = varint(in);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] data = new byte[(int) length];
        in.get(data);
        if (offset + length <= most) {
            pieces.merge((int) offset, data, (a, b) -> a.length >= b.length ? a : b);
        }
    }

    private static long varint(ByteBuffer in) {
        long value = Varint.read(in);
        if (value < 0) {
            throw new BufferUnderflowException();
        }
        return value;
    }

    /** What has come without a gap. */
    byte[] beginning() {
        ByteBuffer whole = ByteBuffer.allocate(most);
        for (Map.Entry<Integer, byte[]> piece : pieces.entrySet()) {
            int overlap = whole.position() - piece.getKey();
            if (overlap < 0) {
                break;
            }
            if (overlap < piece.getValue().length) {
                whole.put(piece.getValue(), overlap, piece.getValue().length - overlap);
            }
        }
        return Arrays.copyOf(whole.array(), whole.position());
    }
}
