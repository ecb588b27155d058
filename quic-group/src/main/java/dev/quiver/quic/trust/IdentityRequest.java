package dev.quiver.quic.trust;

import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A server's wish to know who its client is (RFC 8446 §4.3.2), as far as the transport reveals it.
 *
 * @param host the server's name or literal address
 * @param port the server's port
 * @param transport what carries the handshake
 * @param keyTypes the kinds of keys that can be used, as JCA calls them: {@code RSA}, {@code EC}, {@code EdDSA}
 * @param issuers the authorities that the server accepts; empty for any
 */
public record IdentityRequest(
        String host, int port, TrustContext.Transport transport, Set<String> keyTypes, List<X500Principal> issuers) {
    public IdentityRequest {
        keyTypes = Set.copyOf(keyTypes);
        issuers = List.copyOf(issuers);
    }

    /** Whether the server can use this identity: a kind of key it takes, below an authority it names. */
    public boolean accepts(Identity identity) {
        return acceptsKey(identity) && acceptsIssuer(identity);
    }

    boolean acceptsKey(Identity identity) {
        String kind = identity.leaf().getPublicKey().getAlgorithm();
        boolean ed = kind.startsWith("Ed");
        return keyTypes.contains(kind) || ed && (keyTypes.contains("EdDSA") || keyTypes.contains("Ed25519"));
    }

    private boolean acceptsIssuer(Identity identity) {
        return issuers.isEmpty()
                || identity.chain().stream()
                        .anyMatch(certificate -> issuers.contains(certificate.getIssuerX500Principal())
                                || issuers.contains(certificate.getSubjectX500Principal()));
    }
}
