package dev.quiver.h3;

import java.util.Map;

/**
 * An error code of HTTP/3 (RFC 9114 §8.1) or QPACK (RFC 9204 §6). Unknown ones are kept as they are.
 *
 * @param value 0 to 2^62-1
 */
public record H3ErrorCode(long value) {
    public static final H3ErrorCode H3_DATAGRAM_ERROR = new H3ErrorCode(0x33);
    public static final H3ErrorCode H3_NO_ERROR = new H3ErrorCode(0x100);
    public static final H3ErrorCode H3_GENERAL_PROTOCOL_ERROR = new H3ErrorCode(0x101);
    public static final H3ErrorCode H3_INTERNAL_ERROR = new H3ErrorCode(0x102);
    public static final H3ErrorCode H3_STREAM_CREATION_ERROR = new H3ErrorCode(0x103);
    public static final H3ErrorCode H3_CLOSED_CRITICAL_STREAM = new H3ErrorCode(0x104);
    public static final H3ErrorCode H3_FRAME_UNEXPECTED = new H3ErrorCode(0x105);
    public static final H3ErrorCode H3_FRAME_ERROR = new H3ErrorCode(0x106);
    public static final H3ErrorCode H3_EXCESSIVE_LOAD = new H3ErrorCode(0x107);
    public static final H3ErrorCode H3_ID_ERROR = new H3ErrorCode(0x108);
    public static final H3ErrorCode H3_SETTINGS_ERROR = new H3ErrorCode(0x109);
    public static final H3ErrorCode H3_MISSING_SETTINGS = new H3ErrorCode(0x10a);
    public static final H3ErrorCode H3_REQUEST_REJECTED = new H3ErrorCode(0x10b);
    public static final H3ErrorCode H3_REQUEST_CANCELLED = new H3ErrorCode(0x10c);
    public static final H3ErrorCode H3_REQUEST_INCOMPLETE = new H3ErrorCode(0x10d);
    public static final H3ErrorCode H3_MESSAGE_ERROR = new H3ErrorCode(0x10e);
    public static final H3ErrorCode H3_CONNECT_ERROR = new H3ErrorCode(0x10f);
    public static final H3ErrorCode H3_VERSION_FALLBACK = new H3ErrorCode(0x110);
    public static final H3ErrorCode QPACK_DECOMPRESSION_FAILED = new H3ErrorCode(0x200);
    public static final H3ErrorCode QPACK_ENCODER_STREAM_ERROR = new H3ErrorCode(0x201);
    public static final H3ErrorCode QPACK_DECODER_STREAM_ERROR = new H3ErrorCode(0x202);

    private static final Map<Long, String> NAMES = Map.ofEntries(
            Map.entry(0x33L, "H3_DATAGRAM_ERROR"),
            Map.entry(0x100L, "H3_NO_ERROR"),
            Map.entry(0x101L, "H3_GENERAL_PROTOCOL_ERROR"),
            Map.entry(0x102L, "H3_INTERNAL_ERROR"),
            Map.entry(0x103L, "H3_STREAM_CREATION_ERROR"),
            Map.entry(0x104L, "H3_CLOSED_CRITICAL_STREAM"),
            Map.entry(0x105L, "H3_FRAME_UNEXPECTED"),
            Map.entry(0x106L, "H3_FRAME_ERROR"),
            Map.entry(0x107L, "H3_EXCESSIVE_LOAD"),
            Map.entry(0x108L, "H3_ID_ERROR"),
            Map.entry(0x109L, "H3_SETTINGS_ERROR"),
            Map.entry(0x10aL, "H3_MISSING_SETTINGS"),
            Map.entry(0x10bL, "H3_REQUEST_REJECTED"),
            Map.entry(0x10cL, "H3_REQUEST_CANCELLED"),
            Map.entry(0x10dL, "H3_REQUEST_INCOMPLETE"),
            Map.entry(0x10eL, "H3_MESSAGE_ERROR"),
            Map.entry(0x10fL, "H3_CONNECT_ERROR"),
            Map.entry(0x110L, "H3_VERSION_FALLBACK"),
            Map.entry(0x200L, "QPACK_DECOMPRESSION_FAILED"),
            Map.entry(0x201L, "QPACK_ENCODER_STREAM_ERROR"),
            Map.entry(0x202L, "QPACK_DECODER_STREAM_ERROR"));

    /** The RFC's spelling, or {@code 0x…} where none is known. */
    public String name() {
        String name = NAMES.get(value);
        return name != null ? name : "0x" + Long.toHexString(value);
    }

    @Override
    public String toString() {
        String hex = "0x" + Long.toHexString(value);
        String name = name();
        return name.equals(hex) ? hex : name + " (" + hex + ")";
    }
}
