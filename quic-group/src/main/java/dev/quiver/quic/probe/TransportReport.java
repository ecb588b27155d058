package dev.quiver.quic.probe;

import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.trust.ChainReport;
import dev.quiver.quic.trust.Finding;
import dev.quiver.quic.trust.TrustContext;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one transport showed: a chain, or why there is none. A server that presents its chain and refuses the handshake
 * afterwards, because it wants a client certificate for one, has shown what was asked.
 *
 * @param transport which
 * @param remote the address that answered; null where it is not known
 * @param protocol the application protocol agreed on (RFC 7301); null where none was, or the handshake ended before
 * @param chain what was presented and what can be made of it; null if nothing was. Its list of presented certificates is
 *     empty where a chain came that the TLS library could not read and would not hand out; a finding says so
 * @param error why no chain came; null if one did
 */
public record TransportReport(
        TrustContext.Transport transport,
        @Nullable InetSocketAddress remote,
        @Nullable String protocol,
        @Nullable ChainReport chain,
        @Nullable HandshakeFailure error) {
    public TransportReport {
        if ((chain == null) == (error == null)) {
            throw new IllegalArgumentException("either a chain or an error");
        }
    }

    static TransportReport failed(TrustContext.Transport transport, HandshakeFailure error) {
        return new TransportReport(transport, null, null, null, error);
    }

    /** Whether a client with the inspector's anchors goes on. */
    public boolean trusted() {
        return chain != null && chain.trusted();
    }

    /** What there is to say of the chain; empty without one. */
    public List<Finding> findings() {
        return chain == null ? List.of() : chain.findings();
    }

    TransportReport with(Finding finding) {
        return chain == null ? this : new TransportReport(transport, remote, protocol, chain.with(finding), error);
    }
}
