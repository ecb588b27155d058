package dev.quiver.quic.internal.netty;

import dev.quiver.quic.TlsAlert;
import java.util.Map;

/** The TLS library's own numbers for verification results: each selects the alert that the peer gets. */
final class VerifyError {
    /** X509_V_ERR_HOSTNAME_MISMATCH, which goes out as bad_certificate. */
    private static final int BAD_CERTIFICATE = 62;

    private static final Map<TlsAlert, Integer> SELECTING = Map.of(
            TlsAlert.HANDSHAKE_FAILURE,
            50,
            TlsAlert.CERTIFICATE_UNKNOWN,
            47,
            new TlsAlert(80),
            1,
            TlsAlert.UNKNOWN_CA,
            20,
            TlsAlert.CERTIFICATE_EXPIRED,
            10,
            TlsAlert.CERTIFICATE_REVOKED,
            23,
            TlsAlert.UNSUPPORTED_CERTIFICATE,
            26,
            TlsAlert.BAD_CERTIFICATE,
            BAD_CERTIFICATE);

    private VerifyError() {}

    /** The number for this alert. The library knows fewer alerts than there are: the others go out as the closest. */
    static int selecting(TlsAlert alert) {
        return SELECTING.getOrDefault(alert, BAD_CERTIFICATE);
    }
}
