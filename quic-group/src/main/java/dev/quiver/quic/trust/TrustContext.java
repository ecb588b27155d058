package dev.quiver.quic.trust;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluator has to judge.
 *
 * @param host the name or literal address that the peer must prove to be, without brackets
 * @param port the peer's port
 * @param transport what carries the handshake
 * @param presented the certificates as the peer sent them: same order, duplicates and all; never empty
 * @param alpn the application protocol, or null where it is not known at this time
 * @param earlier what the evaluators before this one in an {@code and} decided; null for the first
 */
public record TrustContext(
        String host,
        int port,
        Transport transport,
        List<X509Certificate> presented,
        @Nullable String alpn,
        TrustVerdict.@Nullable Trusted earlier) {
    /** What carries the handshake. */
    public enum Transport {
        QUIC,
        TCP
    }

    public TrustContext {
        presented = List.copyOf(presented);
        if (presented.isEmpty()) {
            throw new IllegalArgumentException("no certificate was presented");
        }
    }

    /** A context for the first evaluator. */
    public TrustContext(
            String host, int port, Transport transport, List<X509Certificate> presented, @Nullable String alpn) {
        this(host, port, transport, presented, alpn, null);
    }

    /** The peer's own certificate: the first presented. */
    public X509Certificate leaf() {
        return presented.get(0);
    }

    /** What {@link TrustEvaluator#platform()} says of this peer, and why. Computed at each call; may take milliseconds. */
    public TrustVerdict platformVerdict() {
        return PkixEvaluator.PLATFORM.judge(this);
    }

    /**
     * The paths from the leaf to an anchor of the platform that signatures allow, whatever their dates and usages; leaf
     * first, anchor last. Bounded in number and in work, computed at each call.
     */
    public List<List<X509Certificate>> paths() {
        try {
            return PathFinder.paths(PemFile.reread(presented), PkixEvaluator.PLATFORM.anchors(), 8);
        } catch (CertificateException e) {
            return List.of();
        }
    }

    TrustContext withHost(String name) {
        return new TrustContext(name, port, transport, presented, alpn, earlier);
    }

    TrustContext withPresented(List<X509Certificate> certificates) {
        return new TrustContext(host, port, transport, certificates, alpn, earlier);
    }

    TrustContext after(TrustVerdict.Trusted verdict) {
        return new TrustContext(host, port, transport, presented, alpn, verdict);
    }
}
