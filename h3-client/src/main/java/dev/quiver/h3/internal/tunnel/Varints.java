package dev.quiver.h3.internal.tunnel;

import java.nio.ByteBuffer;

/** Variable-length integers (RFC 9000 §16) in buffers. */
public final class Varints {
    private Varints() {}

    /** How many bytes a value takes. */
    public static int size(long value) {
        if (value < 1 << 6) {
            return 1;
        }
        if (value < 1 << 14) {
            return 2;
        }
        return value < 1 << 30 ? 4 : 8;
    }

    /** Writes a value, 0 to 2^62-1, in as few bytes as it takes. */
    public static void write(ByteBuffer out, long value) {
        switch (size(value)) {
            case 1 -> out.put((byte) value);
            case 2 -> out.putShort((short) (value | 0x4000));
            case 4 -> out.putInt((int) (value | 0x8000_0000L));
            default -> out.putLong(value | 0xc000_0000_0000_0000L);
        }
    }

    /** Reads a value, or says -1 and takes nothing where it is not whole. */
    public static long read(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return -1;
        }
        int first = in.get(in.position()) & 0xff;
        int length = 1 << (first >> 6);
        if (in.remaining() < length) {
            return -1;
        }
        long value = in.get() & 0x3f;
        for (int i = 1; i < length; i++) {
            value = value << 8 | in.get() & 0xff;
        }
        return value;
    }
}
