package dev.quiver.quic;

import java.util.Map;
import java.util.Optional;

/**
 * A TLS alert (RFC 8446 §6). Unknown numbers are kept.
 *
 * @param number 0 to 255
 */
public record TlsAlert(int number) {
    public static final TlsAlert HANDSHAKE_FAILURE = new TlsAlert(40);
    public static final TlsAlert BAD_CERTIFICATE = new TlsAlert(42);
    public static final TlsAlert UNSUPPORTED_CERTIFICATE = new TlsAlert(43);
    public static final TlsAlert CERTIFICATE_REVOKED = new TlsAlert(44);
    public static final TlsAlert CERTIFICATE_EXPIRED = new TlsAlert(45);
    public static final TlsAlert CERTIFICATE_UNKNOWN = new TlsAlert(46);
    public static final TlsAlert UNKNOWN_CA = new TlsAlert(48);
    public static final TlsAlert CERTIFICATE_REQUIRED = new TlsAlert(116);
    public static final TlsAlert NO_APPLICATION_PROTOCOL = new TlsAlert(120);

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0, "close_notify"),
            Map.entry(10, "unexpected_message"),
            Map.entry(20, "bad_record_mac"),
            Map.entry(22, "record_overflow"),
            Map.entry(40, "handshake_failure"),
            Map.entry(42, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(47, "illegal_parameter"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(50, "decode_error"),
            Map.entry(51, "decrypt_error"),
            Map.entry(70, "protocol_version"),
            Map.entry(71, "insufficient_security"),
            Map.entry(80, "internal_error"),
            Map.entry(86, "inappropriate_fallback"),
            Map.entry(90, "user_canceled"),
            Map.entry(109, "missing_extension"),
            Map.entry(110, "unsupported_extension"),
            Map.entry(112, "unrecognized_name"),
            Map.entry(113, "bad_certificate_status_response"),
            Map.entry(115, "unknown_psk_identity"),
            Map.entry(116, "certificate_required"),
            Map.entry(120, "no_application_protocol"));

    /** The alert of this name, as RFC 8446 §6 spells it; empty where none is known. */
    public static Optional<TlsAlert> named(String name) {
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .findFirst()
                .map(entry -> new TlsAlert(entry.getKey()));
    }

    /** The name as RFC 8446 §6 spells it; {@code alert_N} where none is known. */
    public String name() {
        return NAMES.getOrDefault(number, "alert_" + number);
    }

    /** Whether the alert says that the receiver's certificate is wanted or refused. */
    public boolean isAboutCertificate() {
        return number >= 42 && number <= 48 && number != 47 || number == 116;
    }

    @Override
    public String toString() {
        return name() + " (" + number + ")";
    }
}
