package dev.quiver.quic.trust;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gets small objects from issuers' servers: certificates, OCSP answers, CRLs. The addresses come from a peer's
 * certificates, so an implementation must not let them reach what the peer could not reach itself. It is called on the
 * threads that inspect chains, by several at once.
 */
@FunctionalInterface
public interface CertificateFetcher {
    /**
     * Asks for an object. Blocks.
     *
     * @param request what and where, and the limits that hold
     * @return the body of a successful answer
     * @throws IOException if nothing usable came within the limits
     */
    byte[] fetch(Request request) throws IOException;

    /** Plain HTTP to public addresses, with no redirects and the limits held. */
    static CertificateFetcher http() {
        return new HttpFetcher(false);
    }

    /** As {@link #http()}, also to loopback and private addresses: for tests and for networks of your own. */
    static CertificateFetcher httpWithPrivateAddresses() {
        return new HttpFetcher(true);
    }

    /**
     * A question.
     *
     * @param uri where; RFC 5280 and RFC 6960 use the scheme {@code http}, because the objects are signed
     * @param body to be posted as {@code application/ocsp-request}; null to get
     * @param largest how many bytes of body to take at most
     * @param limit how long it may take altogether
     */
    record Request(URI uri, byte @Nullable [] body, int largest, Duration limit) {
        public Request {
            body = body == null ? null : body.clone();
        }

        @Override
        public byte @Nullable [] body() {
            return body == null ? null : body.clone();
        }
    }
}
