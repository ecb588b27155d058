package dev.quiver.quic.trust;

import dev.quiver.quic.TlsAlert;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what the JDK's PKIX says into an alert by cause and a sentence that says what to do. */
final class Rejections {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private static final Map<CertPathValidatorException.Reason, TlsAlert> ALERTS = Map.ofEntries(
            Map.entry(BasicReason.EXPIRED, TlsAlert.CERTIFICATE_EXPIRED),
            Map.entry(BasicReason.NOT_YET_VALID, TlsAlert.CERTIFICATE_EXPIRED),
            Map.entry(BasicReason.REVOKED, TlsAlert.CERTIFICATE_REVOKED),
            Map.entry(BasicReason.UNDETERMINED_REVOCATION_STATUS, TlsAlert.CERTIFICATE_UNKNOWN),
            Map.entry(BasicReason.INVALID_SIGNATURE, TlsAlert.BAD_CERTIFICATE),
            Map.entry(BasicReason.ALGORITHM_CONSTRAINED, TlsAlert.UNSUPPORTED_CERTIFICATE),
            Map.entry(PKIXReason.NO_TRUST_ANCHOR, TlsAlert.UNKNOWN_CA),
            Map.entry(PKIXReason.UNRECOGNIZED_CRIT_EXT, TlsAlert.UNSUPPORTED_CERTIFICATE));

    private final TrustContext context;
    private final String anchorsNamed;

    Rejections(TrustContext context, String anchorsNamed) {
        this.context = context;
        this.anchorsNamed = anchorsNamed;
    }

    static TrustVerdict.Rejected malformed(TrustContext context, Throwable failure) {
        return new TrustVerdict.Rejected(
                TlsAlert.BAD_CERTIFICATE,
                "A certificate that " + Shown.text(context.host()) + " presents is malformed and cannot be read ("
                        + detail(failure) + "). The server's chain file is broken.",
                failure);
    }

    TrustVerdict.Rejected tooMuch(String what) {
        return new TrustVerdict.Rejected(
                TlsAlert.BAD_CERTIFICATE, "The chain of " + host() + " is not looked at: " + what + ".", null);
    }

    TrustVerdict.Rejected unusableAnchors(Throwable failure) {
        return new TrustVerdict.Rejected(
                TlsAlert.UNKNOWN_CA,
                "Nobody can be trusted because " + anchorsNamed + " cannot be loaded (" + failure
                        + "). Give the anchors to trust with --cacert FILE.",
                failure);
    }

    TrustVerdict.Rejected wrongHost(Throwable failure) {
        return new TrustVerdict.Rejected(
                TlsAlert.BAD_CERTIFICATE,
                "The certificate is not for " + host() + ": it speaks for " + Shown.names(context.leaf())
                        + ". Ask for the server by one of its names, or have a certificate issued for this one.",
                failure);
    }

    /** What a trust manager of someone else's said. */
    TrustVerdict.Rejected refusedBy(String manager, Throwable failure) {
        TrustVerdict.Rejected known = known(failure, failure);
        return known != null
                ? known
                : new TrustVerdict.Rejected(
                        TlsAlert.CERTIFICATE_UNKNOWN,
                        "The trust manager " + manager + " rejects the certificate of " + host() + ": "
                                + Shown.text(String.valueOf(failure.getMessage())),
                        failure);
    }

    /** @param failure what the PKIX trust manager threw */
    TrustVerdict.Rejected because(Throwable failure, Collection<X509Certificate> anchors) {
        TrustVerdict.Rejected known = known(failure, failure);
        boolean alertMayHideAMissingAnchor = known != null && known.alert().equals(TlsAlert.BAD_CERTIFICATE);
        if (known != null && !alertMayHideAMissingAnchor) {
            return known;
        }
        List<List<X509Certificate>> paths = PathFinder.paths(context.presented(), anchors, 4);
        if (paths.isEmpty()) {
            return noAnchor(failure, anchors);
        }
        if (known != null) {
            return known;
        }
        for (List<X509Certificate> path : paths) {
            GeneralSecurityException fault = Paths.fault(path);
            TrustVerdict.Rejected found = fault == null ? null : known(fault, failure);
            if (found != null) {
                return found;
            }
        }
        if (!forServers(context.leaf())) {
            return new TrustVerdict.Rejected(
                    TlsAlert.UNSUPPORTED_CERTIFICATE,
                    "The certificate of " + host()
                            + " is not meant for servers: its key usage does not allow TLS server"
                            + " authentication. Have one issued with extended key usage serverAuth.",
                    failure);
        }
        return new TrustVerdict.Rejected(
                TlsAlert.BAD_CERTIFICATE,
                "The chain of " + host() + " leads to " + anchorsNamed + " but is not accepted: " + detail(failure)
                        + ". If its certificates are not sent in the order of signing, put them in order.",
                failure);
    }

    private TrustVerdict.Rejected noAnchor(Throwable failure, Collection<X509Certificate> anchors) {
        X509Certificate leaf = context.leaf();
        String reason;
        X509Certificate namesake = namesake(anchors);
        if (leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())) {
            reason = host() + " presents a certificate that it issued itself, "
                    + Shown.name(leaf.getSubjectX500Principal()) + ", and that is not among " + anchorsNamed
                    + ". If it is yours, trust it with --cacert FILE.";
        } else if (namesake != null) {
            reason = "The chain of " + host() + " is signed by an authority called "
                    + Shown.name(namesake.getSubjectX500Principal())
                    + ", but not with the key of the one of that name among "
                    + anchorsNamed
                    + ". If the authority was made anew, give its present certificate with --cacert FILE.";
        } else {
            X509Certificate last = context.presented().get(context.presented().size() - 1);
            reason =
                    "No known authority stands behind the certificate of " + host() + ": the chain it presents ends at "
                            + Shown.name(last.getIssuerX500Principal()) + ", and no path leads to " + anchorsNamed
                            + ". If you trust that authority, give its certificate with --cacert FILE; if it is a public one,"
                            + " the server leaves out an intermediate certificate (see: quiver certs).";
        }
        return new TrustVerdict.Rejected(TlsAlert.UNKNOWN_CA, reason, failure);
    }

    /** An anchor that a presented certificate names as its issuer. */
    private @Nullable X509Certificate namesake(Collection<X509Certificate> anchors) {
        return anchors.stream()
                .filter(anchor -> context.presented().stream()
                        .anyMatch(c -> c.getIssuerX500Principal().equals(anchor.getSubjectX500Principal())))
                .findFirst()
                .orElse(null);
    }

    private TrustVerdict.@Nullable Rejected known(Throwable fault, Throwable failure) {
        int depth = 0;
        CertPathValidatorException located = null;
        for (Throwable t = fault; t != null && depth < 16; t = t.getCause(), depth++) {
            if (t instanceof CertPathValidatorException invalid) {
                located = located == null || invalid.getIndex() >= 0 ? invalid : located;
                if (ALERTS.containsKey(invalid.getReason())) {
                    return said(ALERTS.get(invalid.getReason()), sentence(invalid.getReason(), invalid), failure);
                }
                if (invalid.getReason() instanceof PKIXReason) {
                    return said(TlsAlert.BAD_CERTIFICATE, sentence(invalid.getReason(), invalid), failure);
                }
            } else if (t instanceof CertificateExpiredException) {
                return said(TlsAlert.CERTIFICATE_EXPIRED, sentence(BasicReason.EXPIRED, located), failure);
            } else if (t instanceof CertificateNotYetValidException) {
                return said(TlsAlert.CERTIFICATE_EXPIRED, sentence(BasicReason.NOT_YET_VALID, located), failure);
            } else if (t instanceof CertificateRevokedException) {
                return said(TlsAlert.CERTIFICATE_REVOKED, sentence(BasicReason.REVOKED, located), failure);
            }
        }
        return null;
    }

    private static TrustVerdict.Rejected said(TlsAlert alert, String reason, Throwable failure) {
        return new TrustVerdict.Rejected(alert, reason, failure);
    }

    private String sentence(CertPathValidatorException.Reason reason, @Nullable CertPathValidatorException at) {
        X509Certificate culprit = culprit(at);
        String which = culprit == null
                ? "A certificate in the chain of " + host()
                : culprit.equals(context.leaf())
                        ? "The certificate of " + host()
                        : "The intermediate certificate " + Shown.name(culprit.getSubjectX500Principal()) + " of "
                                + host();
        String detail = at == null ? "" : " (" + detail(at) + ")";
        if (reason == BasicReason.EXPIRED) {
            return which + " expired"
                    + (culprit == null ? "" : " at " + culprit.getNotAfter().toInstant())
                    + ". The server has to renew it; if it did, check this machine's clock.";
        } else if (reason == BasicReason.NOT_YET_VALID) {
            return which + " is not valid yet"
                    + (culprit == null
                            ? ""
                            : ", only from " + culprit.getNotBefore().toInstant())
                    + ". Check this machine's clock and the server's certificate.";
        } else if (reason == BasicReason.REVOKED) {
            return which + " was revoked by its issuer" + detail + ". The server has to replace it.";
        } else if (reason == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
            return "Whether a certificate of " + host() + " was revoked could not be found out" + detail + ".";
        } else if (reason == BasicReason.INVALID_SIGNATURE) {
            return which + " was not signed by the issuer it names" + detail + ". The server's chain file is mixed up.";
        } else if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
            return which + " uses a key or signature that this JVM holds too weak" + detail
                    + ". The server has to have a stronger one issued.";
        } else if (reason == PKIXReason.NO_TRUST_ANCHOR) {
            return "No path leads from the certificate of " + host() + " to " + anchorsNamed
                    + ". If you trust its authority, give that one's certificate with --cacert FILE.";
        } else if (reason == PKIXReason.INVALID_NAME) {
            return which + " has names that its authority is not allowed to speak for" + detail
                    + ". Have it issued by an authority for that name.";
        }
        return which + " may not be used like this" + detail + ". Have the chain issued anew.";
    }

    private @Nullable X509Certificate culprit(@Nullable CertPathValidatorException at) {
        if (at == null || at.getCertPath() == null || at.getIndex() < 0) {
            return null;
        }
        List<?> certificates = at.getCertPath().getCertificates();
        return at.getIndex() < certificates.size() ? (X509Certificate) certificates.get(at.getIndex()) : null;
    }

    /** RFC 5280 §4.2.1.12 and §4.2.1.3: TLS 1.3 servers sign. */
    static boolean forServers(X509Certificate leaf) {
        try {
            List<String> extended = leaf.getExtendedKeyUsage();
            boolean[] usage = leaf.getKeyUsage();
            return (extended == null || extended.contains(SERVER_AUTH) || extended.contains(ANY_USAGE))
                    && (usage == null || usage[0]);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static String detail(Throwable failure) {
        return Shown.text(String.valueOf(failure.getMessage()));
    }

    private String host() {
        return Shown.text(context.host());
    }
}
