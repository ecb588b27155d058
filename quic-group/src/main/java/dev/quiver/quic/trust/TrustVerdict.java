package dev.quiver.quic.trust;

import dev.quiver.quic.TlsAlert;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an evaluator decided. */
public sealed interface TrustVerdict {
    /**
     * The peer is who it says.
     *
     * @param path the path that convinced, leaf first and anchor last; empty where the evaluator builds none
     */
    record Trusted(List<X509Certificate> path) implements TrustVerdict {
        public Trusted {
            path = List.copyOf(path);
        }
    }

    /**
     * The peer is not to be trusted.
     *
     * @param alert what the peer is told
     * @param reason a sentence for a person
     * @param cause the evaluator's own exception, or null
     */
    record Rejected(TlsAlert alert, String reason, @Nullable Throwable cause) implements TrustVerdict {}

    /** Trusted, with no path to show. */
    static TrustVerdict trusted() {
        return new Trusted(List.of());
    }

    /** Rejected as {@code bad_certificate}. */
    static TrustVerdict rejected(String reason) {
        return new Rejected(TlsAlert.BAD_CERTIFICATE, reason, null);
    }
}
