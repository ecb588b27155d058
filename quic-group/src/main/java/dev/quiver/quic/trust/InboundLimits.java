package dev.quiver.quic.trust;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits that the JDK's TLS client sets to a peer's chain, so that a chain meets the same verdict over QUIC. They also
 * bound the work of path building.
 */
final class InboundLimits {
    /** What the two lengths around each certificate of a TLS 1.3 Certificate message take (RFC 8446 §4.4.2). */
    private static final int ENTRY_OVERHEAD = 5;

    private InboundLimits() {}

    static int certificates() {
        int common = Integer.getInteger("jdk.tls.maxCertificateChainLength", 10);
        return Integer.getInteger("jdk.tls.client.maxInboundCertificateChainLength", common);
    }

    static int bytes() {
        return Integer.getInteger("jdk.tls.maxHandshakeMessageSize", 32_768);
    }

    /** Which limit the chain exceeds, as a sentence; null for none. */
    static @Nullable String exceeded(List<X509Certificate> chain) {
        if (chain.size() > certificates()) {
            return "it presented " + chain.size() + " certificates, more than the " + certificates()
                    + " that are looked at (system property jdk.tls.maxCertificateChainLength)";
        }
        long size = 4;
        for (X509Certificate certificate : chain) {
            try {
                size += certificate.getEncoded().length + ENTRY_OVERHEAD;
            } catch (CertificateEncodingException e) {
                return "it presented a certificate that has no encoding";
            }
        }
        return size > bytes()
                ? "its certificates take " + size + " bytes, more than the " + bytes()
                        + " that are read (system property jdk.tls.maxHandshakeMessageSize)"
                : null;
    }
}
