package dev.quiver.quic;

import java.util.Map;

/**
 * A code that a CONNECTION_CLOSE, RESET_STREAM or STOP_SENDING carries (RFC 9000 §20).
 *
 * @param space whose code it is: the transport's or the application's; the same number means different things
 * @param value 0 to 2^62-1
 */
public record QuicErrorCode(Space space, long value) {
    /** The two spaces of codes (RFC 9000 §20.1, §20.2). */
    public enum Space {
        TRANSPORT,
        APPLICATION
    }

    private static final Map<Long, String> TRANSPORT_NAMES = Map.ofEntries(
            Map.entry(0x00L, "NO_ERROR"),
            Map.entry(0x01L, "INTERNAL_ERROR"),
            Map.entry(0x02L, "CONNECTION_REFUSED"),
            Map.entry(0x03L, "FLOW_CONTROL_ERROR"),
            Map.entry(0x04L, "STREAM_LIMIT_ERROR"),
            Map.entry(0x05L, "STREAM_STATE_ERROR"),
            Map.entry(0x06L, "FINAL_SIZE_ERROR"),
            Map.entry(0x07L, "FRAME_ENCODING_ERROR"),
            Map.entry(0x08L, "TRANSPORT_PARAMETER_ERROR"),
            Map.entry(0x09L, "CONNECTION_ID_LIMIT_ERROR"),
            Map.entry(0x0aL, "PROTOCOL_VIOLATION"),
            Map.entry(0x0bL, "INVALID_TOKEN"),
            Map.entry(0x0cL, "APPLICATION_ERROR"),
            Map.entry(0x0dL, "CRYPTO_BUFFER_EXCEEDED"),
            Map.entry(0x0eL, "KEY_UPDATE_ERROR"),
            Map.entry(0x0fL, "AEAD_LIMIT_REACHED"),
            Map.entry(0x10L, "NO_VIABLE_PATH"),
            Map.entry(0x11L, "VERSION_NEGOTIATION_ERROR"));

    /** A code of the transport. */
    public static QuicErrorCode transport(long value) {
        return new QuicErrorCode(Space.TRANSPORT, value);
    }

    /** A code of the application protocol. */
    public static QuicErrorCode application(long value) {
        return new QuicErrorCode(Space.APPLICATION, value);
    }

    /** The transport code that carries a TLS alert: 0x100 plus the alert (RFC 9001 §4.8). */
    public static QuicErrorCode crypto(TlsAlert alert) {
        return transport(0x100 + alert.number());
    }

    /** The TLS alert that this code carries, or null when it carries none. */
    public @org.jspecify.annotations.Nullable TlsAlert tlsAlert() {
        return space == Space.TRANSPORT && value >= 0x100 && value <= 0x1ff ? new TlsAlert((int) value - 0x100) : null;
    }

    /** The RFC's name; the alert's for a TLS alert; {@code 0x…} where none is known. */
    public String name() {
        TlsAlert alert = tlsAlert();
        if (alert != null) {
            return alert.name();
        }
        String name = space == Space.TRANSPORT ? TRANSPORT_NAMES.get(value) : null;
        return name != null ? name : "0x" + Long.toHexString(value);
    }

    @Override
    public String toString() {
        String hex = "0x" + Long.toHexString(value);
        String name = name();
        return name.equals(hex) ? hex : name + " (" + hex + ")";
    }
}
