package dev.quiver.quic.examples;

import dev.quiver.quic.GroupBuilder;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.TlsAlert;
import dev.quiver.quic.probe.CertificateProbe;
import dev.quiver.quic.probe.EndpointReport;
import dev.quiver.quic.probe.ProbeTarget;
import dev.quiver.quic.trust.ChainInspector;
import dev.quiver.quic.trust.ChainReport;
import dev.quiver.quic.trust.Finding;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The code of docs/certificates.md. */
public final class CertificateRecipes {
    private CertificateRecipes() {}

    public static GroupBuilder pinned(String host, int port, String today, String backUp) {
        return QuicConnectionGroup.newBuilder(host, port)
                .alpn("h3")
                .trust(TrustEvaluator.platform().and(TrustEvaluator.pins(today).withBackups(backUp)));
    }

    public static TrustEvaluator rehearsed(TrustEvaluator anchors, Consumer<String> log, String... pins) {
        return anchors.and(TrustEvaluator.pins(pins).reportOnly(mismatch -> log.accept(mismatch.toString())));
    }

    public static TrustEvaluator privateAuthority(Path pem) throws IOException {
        return TrustEvaluator.anchorsFromPem(pem);
    }

    public static TrustEvaluator publicOrPrivate(Path pem) throws IOException {
        return TrustEvaluator.platform().or(TrustEvaluator.anchorsFromPem(pem));
    }

    public static TrustEvaluator ownRule(TrustEvaluator first, Predicate<X509Certificate> allowed) {
        return first.and(context -> CompletableFuture.completedFuture(
                allowed.test(context.leaf())
                        ? TrustVerdict.trusted()
                        : new TrustVerdict.Rejected(
                                TlsAlert.BAD_CERTIFICATE, context.host() + " is not on the list", null)));
    }

    public static ChainReport inspect(String host, List<byte[]> presented, List<X509Certificate> anchors) {
        ChainInspector inspector = ChainInspector.newBuilder()
                .anchors(anchors)
                .expiresSoon(Duration.ofDays(30))
                .build();
        ChainReport report = inspector.inspect(host, presented);
        for (Finding finding : report.findings()) {
            System.out.println(finding.severity() + " " + finding.id() + ": " + finding.message());
            System.out.println("  " + finding.remedy());
        }
        return report;
    }

    public static List<EndpointReport> fleet(ChainInspector inspector, List<ProbeTarget> targets)
            throws InterruptedException, ExecutionException {
        try (CertificateProbe probe = CertificateProbe.newBuilder()
                .inspector(inspector)
                .timeout(Duration.ofSeconds(5))
                .build()) {
            return probe.inspectAll(targets, report -> {
                        if (report.hasErrors() || report.differs()) {
                            System.out.println(report.target() + " needs a look");
                        }
                    })
                    .get();
        }
    }
}
