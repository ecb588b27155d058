package dev.quiver.h3.internal.netty;

import dev.quiver.quic.internal.spi.Varint;
import io.netty.buffer.ByteBuf;

/** Reads the head of a frame (RFC 9114 §7.1), type and length, however it is cut up. */
final class FrameHead {
    private final Varint.Reader type = new Varint.Reader();
    private final Varint.Reader length = new Varint.Reader();

    /** Takes what it needs; whether the head is whole now. */
    boolean read(ByteBuf in) {
        return type.read(in) && length.read(in);
    }

    /** Whether some but not all of a head was read. */
    boolean midway() {
        return type.started() && !length.done();
    }

    long type() {
        return type.value();
    }

    long length() {
        return length.value();
    }

    /** Whether it is one that only a client may send, on its control stream (RFC 9218 §7.2). */
    static boolean isPriorityUpdate(long type) {
        return type == 0xf0700 || type == 0xf0701;
    }

    void clear() {
        type.clear();
        length.clear();
    }
}
