package dev.quiver.h3.internal.netty;

import io.netty.buffer.ByteBuf;

/** Reads a variable-length integer (RFC 9000 §16), byte by byte if need be. */
final class Varint {
    private long value;
    private int missing = -1;

    /** Takes what it needs; whether the integer is whole now. */
    boolean read(ByteBuf in) {
        if (missing < 0) {
            if (!in.isReadable()) {
                return false;
            }
            int first = in.readUnsignedByte();
            missing = (1 << (first >> 6)) - 1;
            value = first & 0x3f;
        }
        while (missing > 0 && in.isReadable()) {
            value = value << 8 | in.readUnsignedByte();
            missing--;
        }
        return missing == 0;
    }

    boolean started() {
        return missing >= 0;
    }

    boolean done() {
        return missing == 0;
    }

    long value() {
        return value;
    }

    void clear() {
        missing = -1;
        value = 0;
    }

    /** Writes a value in as few bytes as it takes. */
    static void write(ByteBuf out, long value) {
        if (value < 1 << 6) {
            out.writeByte((int) value);
        } else if (value < 1 << 14) {
            out.writeShort((int) value | 0x4000);
        } else if (value < 1 << 30) {
            out.writeInt((int) value | 0x8000_0000);
        } else {
            out.writeLong(value | 0xc000_0000_0000_0000L);
        }
    }
}
