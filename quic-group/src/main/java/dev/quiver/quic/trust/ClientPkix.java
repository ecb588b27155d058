package dev.quiver.quic.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges clients: a path to a given anchor and the right to act as a client; no name, for a client has none to prove. */
final class ClientPkix implements TrustEvaluator {
    private final X509ExtendedTrustManager judge;
    private final Set<X509Certificate> anchors;

    ClientPkix(Collection<X509Certificate> anchors) {
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("at least one anchor is wanted, or nobody could be trusted");
        }
        this.anchors = Set.copyOf(anchors);
        try {
            this.judge = PkixEvaluator.load(anchors);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the anchors cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public CompletionStage<TrustVerdict> evaluate(TrustContext raw) {
        return CompletableFuture.completedFuture(judge(raw));
    }

    private TrustVerdict judge(TrustContext raw) {
        try {
            TrustContext context = raw.withPresented(PemFile.reread(raw.presented()));
            String exceeded = InboundLimits.exceeded(context.presented());
            if (exceeded != null) {
                return new Rejections(context, "the client anchors").tooMuch(exceeded);
            }
            List<X509Certificate> presented = context.presented();
            judge.checkClientTrusted(
                    presented.toArray(X509Certificate[]::new), PkixEvaluator.AUTH_TYPE, new EngineView(context, null));
            return new TrustVerdict.Trusted(Paths.built(presented, anchors));
        } catch (CertificateException | RuntimeException e) {
            return new Rejections(raw, "the client anchors").because(e, anchors);
        }
    }
}
