package dev.quiver.quic.trust;

import dev.quiver.quic.TlsAlert;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rejection on its way through the JDK's TLS, with all that was said. Its cause is of the kind by which JSSE selects the
 * verdict's alert, so that the peer is told the same over TCP, but for {@code unknown_ca} and {@code certificate_unknown},
 * which both become {@code certificate_unknown}.
 */
public final class CertificateRejectedException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private static final Map<TlsAlert, BasicReason> REASONS = Map.of(
            TlsAlert.CERTIFICATE_EXPIRED, BasicReason.EXPIRED,
            TlsAlert.CERTIFICATE_REVOKED, BasicReason.REVOKED,
            TlsAlert.UNSUPPORTED_CERTIFICATE, BasicReason.ALGORITHM_CONSTRAINED,
            TlsAlert.BAD_CERTIFICATE, BasicReason.INVALID_SIGNATURE);

    private final transient TrustContext context;
    private final transient TrustVerdict.Rejected verdict;

    CertificateRejectedException(TrustContext context, TrustVerdict.Rejected verdict) {
        super(verdict.reason(), steering(verdict));
        this.context = context;
        this.verdict = verdict;
    }

    /** What was judged. */
    public TrustContext context() {
        return context;
    }

    /** What was decided, with the evaluator's own exception. */
    public TrustVerdict.Rejected verdict() {
        return verdict;
    }

    private static @Nullable Throwable steering(TrustVerdict.Rejected verdict) {
        BasicReason reason = REASONS.get(verdict.alert());
        return reason == null
                ? verdict.cause()
                : new CertPathValidatorException(verdict.reason(), verdict.cause(), null, -1, reason);
    }
}
