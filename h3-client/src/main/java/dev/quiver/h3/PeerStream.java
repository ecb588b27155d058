package dev.quiver.h3;

import java.util.Objects;

/**
 * A one-way stream that the peer was seen to open (RFC 9114 §6.2).
 *
 * @param id the stream's id
 * @param type {@code control}, {@code push}, {@code qpack-encoder}, {@code qpack-decoder}, or the type's number as
 *     {@code 0x…}
 */
public record PeerStream(long id, String type) {
    public PeerStream {
        Objects.requireNonNull(type, "type");
    }

    /** A stream of this type number (RFC 9114 §6.2, RFC 9204 §4.2). */
    public static PeerStream of(long id, long type) {
        String name;
        if (type == 0) {
            name = "control";
        } else if (type == 1) {
            name = "push";
        } else if (type == 2) {
            name = "qpack-encoder";
        } else if (type == 3) {
            name = "qpack-decoder";
        } else {
            name = "0x" + Long.toHexString(type);
        }
        return new PeerStream(id, name);
    }
}
