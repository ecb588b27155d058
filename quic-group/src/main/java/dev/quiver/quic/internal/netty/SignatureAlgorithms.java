package dev.quiver.quic.internal.netty;

import io.netty.handler.codec.quic.BoringSSLContextOption;
import io.netty.handler.codec.quic.QuicSslContextBuilder;

/**
 * The signature algorithms of the handshake (RFC 8446 §4.2.3). The TLS library leaves out P-521 and Ed25519 unless told,
 * and a server with such a key would be reached over TCP, where the JDK takes them, and not over QUIC.
 */
final class SignatureAlgorithms {
    private static final String[] ALL = {
        "ecdsa_secp256r1_sha256",
        "rsa_pss_rsae_sha256",
        "rsa_pkcs1_sha256",
        "ecdsa_secp384r1_sha384",
        "rsa_pss_rsae_sha384",
        "rsa_pkcs1_sha384",
        "rsa_pss_rsae_sha512",
        "rsa_pkcs1_sha512",
        "ecdsa_secp521r1_sha512",
        "ed25519",
    };

    private SignatureAlgorithms() {}

    static QuicSslContextBuilder allowed(QuicSslContextBuilder builder) {
        return builder.option(BoringSSLContextOption.SIGNATURE_ALGORITHMS, ALL.clone());
    }
}
