package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.probe.CertificateProbe;
import dev.quiver.quic.probe.EndpointReport;
import dev.quiver.quic.probe.ProbeTarget;
import dev.quiver.quic.probe.TransportReport;
import dev.quiver.quic.trust.ChainInspector;
import dev.quiver.quic.trust.ChainReport;
import dev.quiver.quic.trust.Finding;
import dev.quiver.quic.trust.Severity;
import dev.quiver.quic.trust.TrustContext.Transport;
import dev.quiver.quic.trust.TrustVerdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The server's chain. */
final class Certificates extends Http3Case {
    Certificates() {
        super(
                "certificates",
                "CE",
                Duration.ofSeconds(15),
                "The server's chain is trusted, has no error in it, and is the one that a probe is shown.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Target target = trial.target();
        H3Response<byte[]> response = Ask.get(trial, Ask.open(trial), target.path());
        HandshakeReport handshake = response.handshake();
        if (handshake == null || handshake.presentedChain().isEmpty()) {
            return Answer.failed("no certificate was presented");
        }
        if (!(handshake.verdict() instanceof TrustVerdict.Trusted trusted)) {
            return Answer.failed("its verdict is " + handshake.verdict());
        }
        List<X509Certificate> path = trusted.path();
        if (path.isEmpty()) {
            return Answer.unsupported(
                    Answer.By.TARGET, "nothing says by which authority it is to be judged: give --cacert or ca=PEM");
        }
        ChainReport probed = probe(trial, path.get(path.size() - 1));
        List<X509Certificate> chain = handshake.presentedChain();
        boolean same = probed.presented().size() == chain.size();
        for (int i = 0; same && i < chain.size(); i++) {
            same = Arrays.equals(probed.presented().get(i).der(), chain.get(i).getEncoded());
        }
        if (!same) {
            return Answer.failed("a probe is shown another chain, "
                    + probed.presented().size() + " certificates, than the client, " + names(chain));
        }
        List<Finding> errors = probed.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
        if (!probed.trusted() || !errors.isEmpty()) {
            return Answer.failed("the probe finds " + errors);
        }
        return Answer.succeeded(chain.size() + (chain.size() == 1 ? " certificate: " : " certificates: ") + names(chain)
                + "; trusted by " + name(path.get(path.size() - 1)) + "; a probe is shown the same bytes and finds "
                + (probed.findings().isEmpty()
                        ? "nothing to say"
                        : probed.findings().stream()
                                .map(finding -> finding.id() + " (" + finding.severity() + ")")
                                .distinct()
                                .collect(Collectors.joining(", "))));
    }

    private static ChainReport probe(Trial trial, X509Certificate anchor) throws Exception {
        ChainInspector inspector =
                ChainInspector.newBuilder().anchors(List.of(anchor)).build();
        try (CertificateProbe probe = CertificateProbe.newBuilder()
                .transports(Transport.QUIC)
                .inspector(inspector)
                .timeout(Duration.ofSeconds(5))
                .build()) {
            EndpointReport report = probe.inspect(new ProbeTarget(
                            trial.target().host(), trial.target().port()))
                    .get(trial.left().toMillis(), TimeUnit.MILLISECONDS);
            TransportReport quic = report.quic();
            if (quic == null || quic.chain() == null) {
                throw CaseEndedException.failed("a probe was shown no chain: " + (quic == null ? "" : quic.error()));
            }
            return quic.chain();
        }
    }

    private static String names(List<X509Certificate> chain) {
        return chain.stream().map(Certificates::name).collect(Collectors.joining("; "));
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
