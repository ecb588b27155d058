package dev.quiver.h3.internal.client;

import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.trust.TrustContext;
import dev.quiver.quic.trust.TrustVerdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Finds a connection that was made for another origin and serves this one too (RFC 9114 §3.3): the same port, an address
 * that this origin's name has, and a certificate that the client's own evaluator trusts for this host. One that was
 * resumed showed no certificate and is never shared.
 */
final class Coalescing {
    private final Origins origins;

    Coalescing(Origins origins) {
        this.origins = origins;
    }

    /** A connection whose certificate names this host, at the origin's port; a mere look, nothing is asked. */
    @Nullable
    Wire candidate(OriginKey origin, int port, Collection<Wire> refused) {
        if (!origin.secure() || literal(origin.host())) {
            return null;
        }
        for (var made : origins.wires().entrySet()) {
            Wire wire = made.getKey();
            HandshakeReport report = wire.handshake();
            InetSocketAddress remote = report.remote();
            List<X509Certificate> chain = report.presentedChain();
            if (wire.usable()
                    && !made.getValue().origin().equals(origin)
                    && remote != null
                    && remote.getPort() == port
                    && !chain.isEmpty()
                    && !refused.contains(wire)
                    && names(chain.get(0), origin.host())) {
                return wire;
            }
        }
        return null;
    }

    /** Whether it may: asks the name service and the evaluator. Never completes exceptionally. */
    CompletableFuture<Boolean> allowed(OriginKey origin, Wire wire) {
        HandshakeReport report = wire.handshake();
        return CompletableFuture.supplyAsync(() -> leadsTo(origin, report.remote()), origins.executor)
                .thenCompose(same -> same
                        ? origins.settings
                                .trust()
                                .evaluate(new TrustContext(
                                        origin.host(),
                                        origin.port(),
                                        TrustContext.Transport.QUIC,
                                        report.presentedChain(),
                                        report.alpn()))
                                .thenApply(TrustVerdict.Trusted.class::isInstance)
                        : CompletableFuture.completedFuture(false))
                .exceptionally(notTrusted -> false);
    }

    private boolean leadsTo(OriginKey origin, @Nullable InetSocketAddress remote) {
        InetSocketAddress directed = origins.settings.address(origin.host(), origin.port());
        if (directed != null) {
            return directed.equals(remote);
        }
        try {
            return remote != null
                    && Arrays.asList(InetAddress.getAllByName(origin.host())).contains(remote.getAddress());
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private static boolean literal(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    /** Whether a certificate names this host at all (RFC 9525 §6); the evaluator has the last word. */
    private static boolean names(X509Certificate certificate, String host) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return false;
            }
            int dot = host.indexOf('.');
            for (List<?> name : names) {
                if (name.get(0).equals(2) && name.get(1) instanceof String dns) {
                    String lower = dns.toLowerCase(Locale.ROOT);
                    if (lower.equals(host) || dot > 0 && lower.equals("*" + host.substring(dot))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (CertificateParsingException odd) {
            return false;
        }
    }
}
