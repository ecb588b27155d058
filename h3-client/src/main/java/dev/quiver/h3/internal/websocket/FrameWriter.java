package dev.quiver.h3.internal.websocket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/** Writes a client's frames (RFC 6455 §5.2), each masked with fresh, unpredictable bits (§5.3). Not thread-safe. */
final class FrameWriter {
    private static final int MASK_POOL = 1024;

    private final SecureRandom random;
    private final byte[] pool = new byte[MASK_POOL];
    private final ByteBuffer masks = ByteBuffer.wrap(pool).limit(0);

    FrameWriter(SecureRandom random) {
        this.random = random;
    }

    /** A whole frame around what remains in the payload, which is taken. */
    ByteBuffer frame(int opcode, boolean fin, boolean compressed, ByteBuffer payload) {
        int length = payload.remaining();
        ByteBuffer frame = ByteBuffer.allocate(14 + length);
        frame.put((byte) (opcode | (fin ? 0x80 : 0) | (compressed ? 0x40 : 0)));
        if (length < 126) {
            frame.put((byte) (0x80 | length));
        } else if (length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(length);
        }
        int mask = mask();
        frame.putInt(mask);
        int start = frame.position();
        frame.put(payload);
        mask(frame, start, mask);
        return frame.flip();
    }

    private int mask() {
        if (masks.remaining() < 4) {
            random.nextBytes(pool);
            masks.clear();
        }
        return masks.getInt();
    }

    private static void mask(ByteBuffer frame, int start, int mask) {
        int end = frame.position();
        long wide = (long) mask << 32 | mask & 0xffff_ffffL;
        int at = start;
        frame.order(ByteOrder.BIG_ENDIAN);
        for (; at + 8 <= end; at += 8) {
            frame.putLong(at, frame.getLong(at) ^ wide);
        }
        for (int i = 0; at < end; at++, i++) {
            frame.put(at, (byte) (frame.get(at) ^ (int) (wide >>> (56 - 8 * i))));
        }
    }
}
