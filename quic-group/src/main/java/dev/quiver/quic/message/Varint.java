package dev.quiver.quic.message;

import java.nio.ByteBuffer;

/** Variable-length integers (RFC 9000 §16): the first two bits say how many bytes there are. */
final class Varint {
    private Varint() {}

    /** The shortest encoding of a length. */
    static ByteBuffer of(int value) {
        if (value < 1 << 6) {
            return ByteBuffer.allocate(1).put(0, (byte) value);
        }
        if (value < 1 << 14) {
            return ByteBuffer.allocate(2).putShort(0, (short) (0x4000 | value));
        }
        if (value < 1 << 30) {
            return ByteBuffer.allocate(4).putInt(0, 0x8000_0000 | value);
        }
        return ByteBuffer.allocate(8).putLong(0, 0xc000_0000_0000_0000L | value);
    }

    /** Reads one whose bytes may come in any cut. */
    static final class Reader {
        private int missing = -1;
        private long value;

        /** Takes bytes; whether the integer is whole. */
        boolean read(ByteBuffer input) {
            while (missing != 0 && input.hasRemaining()) {
                int next = input.get() & 0xff;
                if (missing < 0) {
                    missing = (1 << (next >> 6)) - 1;
                    value = next & 0x3f;
                } else {
                    missing--;
                    value = value << 8 | next;
                }
            }
            return missing == 0;
        }

        /** Whether some bytes of it are taken. */
        boolean begun() {
            return missing >= 0;
        }

        /** What it is, once whole: 0 to 2^62-1. */
        long value() {
            return value;
        }

        void clear() {
            missing = -1;
        }
    }
}
