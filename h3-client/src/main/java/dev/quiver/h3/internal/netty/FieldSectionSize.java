package dev.quiver.h3.internal.netty;

import io.netty.buffer.ByteBuf;

/**
 * The size that an encoded field section has when decoded, as RFC 9114 §4.2.2 counts it, without decoding it: a section
 * over the limit then fails its request, where the codec could only fail the connection. Static table and literals only
 * (RFC 9204 §4.5), as on connections without a dynamic table.
 */
final class FieldSectionSize {
    /** Not to be told: not a section that this walks; the codec will say what is wrong with it. */
    static final long UNKNOWN = -1;

    /** No section is larger than its encoded length times this: the largest static field, for a byte. */
    static final int MAX_EXPANSION = 106;

    private static final int LINE_OVERHEAD = 32;

    /** Lengths of the static table's names (RFC 9204, appendix A). */
    private static final byte[] NAMES = {
        10, 5, 3, 19, 14, 6, 4, 4, 17, 13, 13, 4, 8, 7, 10, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 6, 15, 13, 28,
        28, 27, 13, 13, 13, 13, 13, 13, 16, 16, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 5, 25, 25, 25, 4, 4, 22, 16,
        7, 7, 7, 7, 7, 7, 7, 7, 7, 15, 32, 32, 28, 28, 28, 28, 29, 30, 29, 29, 7, 13, 23, 10, 9, 9, 8, 6, 7, 6, 19, 25,
        10, 15, 15, 15
    };

    /** Sizes of the static table's lines, overhead included. */
    private static final byte[] LINES = {
        42, 38, 36, 51, 47, 38, 36, 36, 49, 45, 45, 36, 40, 39, 42, 46, 45, 42, 43, 46, 43, 42, 43, 44, 42, 42, 42, 42,
                42,
        41, 61, 64, 50, 73, 72, 60, 54, 60, 59, 53, 53, 69, 50, 52, 67, 66, 60, 77, 53, 54, 53, 52, 67, 54, 68, 45, 73,
                91,
        99, 51, 42, 61, 61, 42, 42, 42, 42, 42, 42, 42, 42, 42, 47, 69, 68, 61, 63, 78, 67, 75, 74, 64, 65, 44, 45, 106,
                43,
        41, 41, 40, 38, 47, 38, 52, 58, 42, 47, 51, 57
    };

    /** How many symbols of the Huffman code have each length in bits (RFC 7541, appendix B). */
    private static final byte[] CODES = {
        0, 0, 0, 0, 0, 10, 26, 32, 6, 0, 5, 3, 2, 6, 2, 3, 0, 0, 0, 3, 8, 13, 26, 29, 12, 4, 15, 19, 29, 0, 4
    };

    private final ByteBuf in;
    private int at;
    private final int end;

    private FieldSectionSize(ByteBuf in, int from, int length) {
        this.in = in;
        this.at = from;
        this.end = from + length;
    }

    /** The size of the section at these bytes, or {@link #UNKNOWN}. Reads by index only. */
    static long of(ByteBuf in, int from, int length) {
        try {
            return new FieldSectionSize(in, from, length).walk();
        } catch (IndexOutOfBoundsException cutShort) {
            return UNKNOWN;
        }
    }

    private long walk() {
        long requiredInsertCount = integer(8);
        integer(7);
        if (requiredInsertCount != 0) {
            return UNKNOWN;
        }
        long size = 0;
        while (at < end) {
            int first = in.getUnsignedByte(at);
            if ((first & 0x80) != 0) {
                // Indexed field line (§4.5.2); T says static.
                long index = integer(6);
                if ((first & 0x40) == 0 || index >= LINES.length) {
                    return UNKNOWN;
                }
                size += LINES[(int) index];
            } else if ((first & 0x40) != 0) {
                // Literal with name reference (§4.5.4).
                long index = integer(4);
                if ((first & 0x10) == 0 || index >= NAMES.length) {
                    return UNKNOWN;
                }
                size += NAMES[(int) index] + string(7) + LINE_OVERHEAD;
            } else if ((first & 0x20) != 0) {
                // Literal with literal name (§4.5.6).
                size += string(3) + string(7) + LINE_OVERHEAD;
            } else {
                return UNKNOWN;
            }
        }
        return size;
    }

    /** An integer with a prefix of so many bits (RFC 9204 §4.1.1). */
    private long integer(int prefix) {
        int mask = (1 << prefix) - 1;
        long value = next() & mask;
        if (value < mask) {
            return value;
        }
        for (int shift = 0; shift < 56; shift += 7) {
            int b = next();
            value += (long) (b & 0x7f) << shift;
            if ((b & 0x80) == 0) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException("an integer that is too long");
    }

    /** The length of a string with this prefix (RFC 9204 §4.1.2); its flag says whether it is Huffman-coded. */
    private long string(int prefix) {
        boolean huffman = (peek() & 1 << prefix) != 0;
        long length = integer(prefix);
        if (length > end - at) {
            throw new IndexOutOfBoundsException("a string that is cut short");
        }
        int from = at;
        at += (int) length;
        return huffman ? decodedLength(from, at) : length;
    }

    /** The code is canonical: its lengths alone say where each symbol ends. */
    private long decodedLength(int from, int to) {
        long symbols = 0;
        int code = 0;
        int firstOfLength = 0;
        int bits = 0;
        for (int i = from; i < to; i++) {
            int b = in.getUnsignedByte(i);
            for (int bit = 7; bit >= 0; bit--) {
                code = code << 1 | b >> bit & 1;
                bits++;
                firstOfLength <<= 1;
                if (bits >= CODES.length) {
                    throw new IndexOutOfBoundsException("not a code");
                }
                if (code - firstOfLength < CODES[bits]) {
                    symbols++;
                    code = 0;
                    firstOfLength = 0;
                    bits = 0;
                } else {
                    firstOfLength += CODES[bits];
                }
            }
        }
        return symbols;
    }

    private int peek() {
        if (at >= end) {
            throw new IndexOutOfBoundsException("cut short");
        }
        return in.getUnsignedByte(at);
    }

    private int next() {
        int b = peek();
        at++;
        return b;
    }
}
