package dev.quiver.peers;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;

/** Clients that trust a real server. */
final class Http3 {
    private Http3() {}

    /** HTTP/3 and nothing else. */
    static H3Client client(RealServer server) {
        return builder(server.ca(), Discovery.HTTP3_ONLY).build();
    }

    /** The same, and no exchange may take longer than this. */
    static H3Client client(RealServer server, Duration exchangeTimeout) {
        return builder(server.ca(), Discovery.HTTP3_ONLY)
                .options(H3Options.newBuilder()
                        .discovery(Discovery.HTTP3_ONLY)
                        .exchangeTimeout(exchangeTimeout)
                        .build())
                .build();
    }

    static H3Client.Builder builder(Path ca, Discovery discovery) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(anchor(ca)))
                .options(H3Options.newBuilder().discovery(discovery).build());
    }

    private static X509Certificate anchor(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new AssertionError("the script's anchor is no certificate", e);
        }
    }
}
