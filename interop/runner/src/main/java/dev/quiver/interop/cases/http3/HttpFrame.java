package dev.quiver.interop.cases.http3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A frame as RFC 9114 §7.1 lays it out, read and written by hand. Its integers (RFC 9000 §16) are too, on purpose: a
 * fault of the client's own codec would hide itself from a case that shared it.
 *
 * @param type its type
 * @param payload what is in it
 */
record HttpFrame(long type, byte[] payload) {
    static final long DATA = 0x0;
    static final long HEADERS = 0x1;
    static final long SETTINGS = 0x4;
    static final long GOAWAY = 0x7;
    static final long PRIORITY_UPDATE = 0xf0700;

    private static final int LONGEST = 32 << 20;

    /** On the wire. */
    byte[] bytes() {
        return join(varint(type), varint(payload.length), payload);
    }

    /** The next one of a stream; null at its end. */
    static @Nullable HttpFrame read(InputStream in) throws IOException {
        long type = varint(in);
        if (type < 0) {
            return null;
        }
        long length = varint(in);
        if (length < 0 || length > LONGEST) {
            throw new EOFException(
                    length < 0
                            ? "the stream ended inside a frame's head (RFC 9114 §7.1)"
                            : "a frame of type " + hex(type) + " has " + length + " bytes");
        }
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) {
            throw new EOFException("the stream ended after " + payload.length + " of the " + length
                    + " bytes of a frame of type " + hex(type) + " (RFC 9114 §7.1)");
        }
        return new HttpFrame(type, payload);
    }

    /** A variable-length integer (RFC 9000 §16); -1 at the stream's end. */
    static long varint(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return -1;
        }
        long value = first & 0x3f;
        for (int more = (1 << (first >> 6)) - 1; more > 0; more--) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the stream ended inside an integer");
            }
            value = value << 8 | next;
        }
        return value;
    }

    /** The shortest encoding. */
    static byte[] varint(long value) {
        if (value < 1 << 6) {
            return new byte[] {(byte) value};
        }
        if (value < 1 << 14) {
            return ByteBuffer.allocate(2).putShort((short) (0x4000 | value)).array();
        }
        if (value < 1 << 30) {
            return ByteBuffer.allocate(4).putInt((int) (0x8000_0000L | value)).array();
        }
        return ByteBuffer.allocate(8).putLong(0xc000_0000_0000_0000L | value).array();
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** 0x1f * N + 0x21: to be ignored wherever it comes (RFC 9114 §7.2.8, §7.2.4.1, §6.2.3). */
    static long reserved(long n) {
        return 0x1f * n + 0x21;
    }

    static boolean isReserved(long number) {
        return number >= 0x21 && (number - 0x21) % 0x1f == 0;
    }

    static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    @Override
    public String toString() {
        return hex(type) + "[" + payload.length + "]";
    }
}
