package dev.quiver.quic.internal.spi;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Variable-length integers (RFC 9000 §16), 0 to 2^62-1: the first two bits say how many bytes there are. */
public final class Varint {
    private Varint() {}

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

    /** Writes a value in as few bytes as it takes. */
    public static void write(ByteBuffer out, long value) {
        int size = size(value);
        for (int i = 0; i < size; i++) {
            out.put(octet(value, size, i));
        }
    }

    /** Writes a value in as few bytes as it takes. */
    public static void write(ByteBuf out, long value) {
        int size = size(value);
        for (int i = 0; i < size; i++) {
            out.writeByte(octet(value, size, i));
        }
    }

    private static byte octet(long value, int size, int index) {
        int lengthBits = index == 0 ? Integer.numberOfTrailingZeros(size) << 6 : 0;
        return (byte) (lengthBits | value >>> 8 * (size - 1 - index));
    }

    /** Reads a value, or says -1 and takes nothing where it is not whole. */
    public static long read(ByteBuffer in) {
        Reader reader = new Reader();
        int start = in.position();
        if (reader.read(in)) {
            return reader.value();
        }
        in.position(start);
        return -1;
    }

    /** Reads one whose bytes may come in any cut. */
    public static final class Reader {
        private int missing = -1;
        private long value;

        /** Takes what it needs; whether the integer is whole now. */
        public boolean read(ByteBuffer in) {
            while (missing != 0 && in.hasRemaining()) {
                take(in.get() & 0xff);
            }
            return missing == 0;
        }

        /** Takes what it needs; whether the integer is whole now. */
        public boolean read(ByteBuf in) {
            while (missing != 0 && in.isReadable()) {
                take(in.readUnsignedByte());
            }
            return missing == 0;
        }

        private void take(int octet) {
            if (missing < 0) {
                missing = (1 << (octet >> 6)) - 1;
                value = octet & 0x3f;
            } else {
                missing--;
                value = value << 8 | octet;
            }
        }

        /** Whether some bytes of it are taken. */
        public boolean started() {
            return missing >= 0;
        }

        /** Whether it is whole. */
        public boolean done() {
            return missing == 0;
        }

        /** What it is, once whole. */
        public long value() {
            return value;
        }

        /** Is ready for the next. */
        public void clear() {
            missing = -1;
            value = 0;
        }
    }
}
