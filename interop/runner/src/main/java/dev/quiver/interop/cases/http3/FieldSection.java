package dev.quiver.interop.cases.http3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** QPACK (RFC 9204) as far as a request has to be said and a response's status understood, without dynamic table. */
final class FieldSection {
    /** The entries of the static table whose name is {@code :status} (RFC 9204 appendix A). */
    private static final Map<Integer, Integer> STATUS = Map.ofEntries(
            Map.entry(24, 103),
            Map.entry(25, 200),
            Map.entry(26, 304),
            Map.entry(27, 404),
            Map.entry(28, 503),
            Map.entry(63, 100),
            Map.entry(64, 204),
            Map.entry(65, 206),
            Map.entry(66, 302),
            Map.entry(67, 400),
            Map.entry(68, 403),
            Map.entry(69, 421),
            Map.entry(70, 425),
            Map.entry(71, 500));

    private FieldSection() {}

    /** Names and values in turn, each line a literal (RFC 9204 §4.5.6) without Huffman coding. */
    static byte[] of(String... namesAndValues) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0); // RFC 9204 §4.5.1: nothing of the dynamic table is needed
        out.write(0);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            string(out, 0x20, 3, namesAndValues[i]);
            string(out, 0, 7, namesAndValues[i + 1]);
        }
        return out.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, int pattern, int prefix, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int most = (1 << prefix) - 1;
        // RFC 7541 §5.1
        if (bytes.length < most) {
            out.write(pattern | bytes.length);
        } else {
            out.write(pattern | most);
            int rest = bytes.length - most;
            while (rest >= 0x80) {
                out.write(rest & 0x7f | 0x80);
                rest >>= 7;
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }

    /** The status that a response's section begins with (RFC 9114 §4.3); -1 where it is not to be read. */
    static int status(byte[] section) {
        ByteBuffer in = ByteBuffer.wrap(section);
        try {
            integer(in, 8);
            integer(in, 7);
            int first = in.get(in.position()) & 0xff;
            if ((first & 0x80) != 0) { // RFC 9204 §4.5.2
                return STATUS.getOrDefault(integer(in, 6), -1);
            }
            if ((first & 0x40) != 0) { // RFC 9204 §4.5.4
                return STATUS.containsKey(integer(in, 4)) ? digits(in) : -1;
            }
            if ((first & 0x20) != 0) { // RFC 9204 §4.5.6
                int name = integer(in, 3);
                in.position(in.position() + name);
                return digits(in);
            }
        } catch (RuntimeException tooShort) {
            return -1;
        }
        return -1;
    }

    private static int integer(ByteBuffer in, int prefix) {
        int most = (1 << prefix) - 1;
        int value = in.get() & most;
        if (value < most) {
            return value;
        }
        for (int shift = 0; shift <= 21; shift += 7) {
            int next = in.get() & 0xff;
            value += (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("too long");
    }

    private static int digits(ByteBuffer in) {
        boolean huffman = (in.get(in.position()) & 0x80) != 0;
        byte[] text = new byte[integer(in, 7)];
        in.get(text);
        if (!huffman) {
            return Integer.parseInt(new String(text, StandardCharsets.ISO_8859_1));
        }
        // RFC 7541 appendix B: 0, 1 and 2 have five bits, 3 to 9 have six.
        int value = 0;
        int at = 0;
        for (int i = 0; i < 3; i++) {
            int five = bits(text, at, 5);
            boolean small = five < 3;
            value = value * 10 + (small ? five : bits(text, at, 6) - 0x19 + 3);
            at += small ? 5 : 6;
        }
        return value;
    }

    private static int bits(byte[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 1 | text[i / 8] >> 7 - i % 8 & 1;
        }
        return value;
    }
}
