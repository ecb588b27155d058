package dev.quiver.quic.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.X509TrustManager;

/**
 * Decides whether a peer is who it says: the verify block of a connection.
 *
 * <p>Called once per full handshake, on an executor where it may block; no application byte leaves before its verdict.
 * An evaluator that throws, completes exceptionally or does not answer within the handshake time-out has rejected.
 *
 * <p>Session tickets are shared only between connections whose evaluators are {@linkplain Object#equals equal}, so that a
 * changed policy never resumes an old session. The evaluators made here are equal when they decide the same; a lambda
 * is equal to itself only.
 *
 * <p>The ready-made evaluators that know anchors are judged by the JDK's own PKIX trust manager over QUIC and TCP alike:
 * host name (RFC 9525), validity, usage, name constraints, {@code jdk.tls.disabledAlgorithms}, {@code
 * jdk.certpath.disabledAlgorithms} and the limits on length and size that the JDK's TLS has.
 */
@FunctionalInterface
public interface TrustEvaluator {
    /** Judges the peer. */
    CompletionStage<TrustVerdict> evaluate(TrustContext context);

    /** The anchors of the JDK ({@code cacerts}, or {@code javax.net.ssl.trustStore}) and the host name. */
    static TrustEvaluator platform() {
        return PkixEvaluator.PLATFORM;
    }

    /**
     * The anchors of the operating system and the host name. Read at this call: a bundle file on Linux and the BSDs, the
     * root stores of Windows and macOS through the JDK.
     *
     * @throws UnsupportedOperationException if this system's anchors cannot be read by this JDK
     */
    static TrustEvaluator operatingSystem() {
        return PkixEvaluator.ofAnchors(OperatingSystemAnchors.load(), "the operating system's anchors");
    }

    /**
     * These anchors, in place of the platform's, and the host name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static TrustEvaluator anchors(Collection<X509Certificate> anchors) {
        return PkixEvaluator.ofAnchors(anchors, "the anchors given");
    }

    /** As {@link #anchors(Collection)}. */
    static TrustEvaluator anchors(X509Certificate... anchors) {
        return anchors(List.of(anchors));
    }

    /**
     * The anchors in a PEM file, in place of the platform's, and the host name. Read at this call.
     *
     * @throws CredentialFileException if the file cannot be read, holds no certificate or a broken one
     */
    static TrustEvaluator anchorsFromPem(Path file) throws IOException {
        return PkixEvaluator.ofAnchors(PemFile.certificates(file), "the anchors in " + file.getFileName());
    }

    /**
     * For listeners: trusts clients whose certificate leads to one of these anchors and may be used by a client. No name is
     * checked; who the client is can be read from the handshake report's chain.
     *
     * @throws IllegalArgumentException if there are no anchors
     */
    static TrustEvaluator clientAnchors(Collection<X509Certificate> anchors) {
        return new ClientPkix(anchors);
    }

    /**
     * One of these keys in the path, each named {@code sha256/} and the base64 SHA-256 of its SubjectPublicKeyInfo (RFC
     * 7469 §2.4). Meant for {@code platform().and(pins(…))}; see {@link PinEvaluator} for what it does alone.
     *
     * @throws IllegalArgumentException if there is none or one is malformed
     */
    static PinEvaluator pins(String... pins) {
        return PinEvaluator.of(List.of(pins));
    }

    /**
     * Exactly this leaf certificate, byte for byte. It is the identity itself: names, dates and issuers are not looked
     * at.
     */
    static TrustEvaluator exactLeaf(X509Certificate leaf) {
        return new ExactLeaf(leaf);
    }

    /**
     * ACCEPTS EVERY PEER. Whoever sits on the path can read and change everything. For experiments against a server of
     * your own only; to trust a private authority or a self-signed certificate use {@link #anchors(Collection)} or
     * {@link #exactLeaf}.
     */
    static TrustEvaluator insecure() {
        return Insecure.INSTANCE;
    }

    /**
     * What a JDK trust manager decides. An {@link javax.net.ssl.X509ExtendedTrustManager} is given the host, with the
     * {@code HTTPS} identification algorithm, and is expected to check it, as in the JDK's TLS. To a plain one, which
     * cannot know the host, the JDK's host name and algorithm checks are added.
     */
    static TrustEvaluator ofTrustManager(X509TrustManager manager) {
        return new TrustManagerEvaluator(manager);
    }

    /**
     * Both must trust. The other is asked only after this one trusted and sees its verdict in {@link
     * TrustContext#earlier()}.
     */
    default TrustEvaluator and(TrustEvaluator other) {
        return new Combined.Both(this, other);
    }

    /** One must trust. The other is asked only after this one rejected or failed. */
    default TrustEvaluator or(TrustEvaluator other) {
        return new Combined.Either(this, other);
    }

    /** Judges as if the peer had been asked for by this name or address. */
    default TrustEvaluator forHost(String host) {
        return new ForHost(this, PeerName.of(host).text());
    }
}
