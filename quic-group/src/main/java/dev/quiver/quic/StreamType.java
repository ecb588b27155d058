package dev.quiver.quic;

/** The two types of stream (RFC 9000 §2.1). */
public enum StreamType {
    BIDIRECTIONAL,
    UNIDIRECTIONAL;

    /** The type that a stream id's second bit says (RFC 9000 §2.1, table 1). */
    public static StreamType of(long streamId) {
        return (streamId & 0x2) == 0 ? BIDIRECTIONAL : UNIDIRECTIONAL;
    }
}
