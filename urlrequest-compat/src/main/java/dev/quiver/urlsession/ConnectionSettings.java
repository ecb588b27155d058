package dev.quiver.urlsession;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.trust.TrustEvaluator;
import java.net.ProxySelector;
import org.jspecify.annotations.Nullable;

/** What of a configuration is the client's to do. */
record ConnectionSettings(
        TrustEvaluator trust,
        @Nullable ProxySelector proxy,
        Discovery discovery,
        int perHost,
        TlsVersion tlsMinimum,
        boolean earlyData) {
    /** As a client does without being told. */
    static final ConnectionSettings DEFAULT =
            new ConnectionSettings(TrustEvaluator.platform(), null, Discovery.ANY, 4, TlsVersion.TLS_1_2, false);

    private static final int MOST_PER_HOST = 256;

    void check(TlsVersion tlsMaximum) {
        if (perHost < 1 || perHost > MOST_PER_HOST) {
            throw new IllegalArgumentException(
                    "httpMaximumConnectionsPerHost must be 1 to " + MOST_PER_HOST + ", not " + perHost);
        }
        if (tlsMinimum == TlsVersion.TLS_1_3 && discovery != Discovery.HTTP3_ONLY) {
            throw new UnsupportedOperationException(
                    "tlsMinimumSupportedProtocolVersion(TLS_1_3) cannot be kept over TCP,"
                            + " where the JDK's client may agree on 1.2; say discovery(HTTP3_ONLY) too, or give a client");
        }
        if (tlsMaximum != TlsVersion.TLS_1_3) {
            throw new UnsupportedOperationException("tlsMaximumSupportedProtocolVersion(" + tlsMaximum
                    + ") cannot be had: QUIC is made with 1.3; leave it out");
        }
    }

    /** A client of the session's own; redirections are the task's. */
    H3Client.Builder client() {
        H3Client.Builder builder = H3Client.newBuilder()
                .trust(trust)
                .connectionLimits(perHost, Math.max(256, perHost))
                .options(H3Options.newBuilder()
                        .discovery(discovery)
                        .earlyData(earlyData)
                        .build());
        if (proxy != null) {
            builder.proxy(proxy);
        }
        return builder;
    }
}
