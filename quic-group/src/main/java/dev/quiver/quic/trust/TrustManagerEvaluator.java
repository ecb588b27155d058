package dev.quiver.quic.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** A trust manager as the JDK's TLS uses it: an extended one is asked, a plain one is asked and then checked after. */
record TrustManagerEvaluator(X509TrustManager manager) implements TrustEvaluator {
    TrustManagerEvaluator {
        Objects.requireNonNull(manager, "manager");
    }

    @Override
    public CompletionStage<TrustVerdict> evaluate(TrustContext context) {
        return CompletableFuture.completedFuture(judge(context));
    }

    private TrustVerdict judge(TrustContext context) {
        String name = manager.getClass().getName();
        Rejections rejections = new Rejections(context, "the anchors of " + name);
        List<X509Certificate> presented = context.presented();
        try {
            if (manager instanceof X509ExtendedTrustManager extended) {
                PkixEvaluator.check(extended, context, "HTTPS");
            } else {
                manager.checkServerTrusted(presented.toArray(X509Certificate[]::new), PkixEvaluator.AUTH_TYPE);
                AlgorithmGate.check(presented, accepted());
            }
        } catch (CertificateException | RuntimeException e) {
            return rejections.refusedBy(name, e);
        }
        if (!(manager instanceof X509ExtendedTrustManager)) {
            try {
                checkHost(context);
            } catch (GeneralSecurityException | RuntimeException e) {
                return rejections.wrongHost(e);
            }
        }
        return new TrustVerdict.Trusted(Paths.built(presented, accepted()));
    }

    /** With the leaf as its own anchor nothing but the JDK's host name check is left of the PKIX judgement. */
    static void checkHost(TrustContext context) throws GeneralSecurityException {
        TrustContext alone = new TrustContext(
                context.host(), context.port(), context.transport(), List.of(context.leaf()), context.alpn());
        PkixEvaluator.check(PkixEvaluator.load(List.of(context.leaf())), alone, "HTTPS");
    }

    private List<X509Certificate> accepted() {
        X509Certificate[] issuers = manager.getAcceptedIssuers();
        return issuers == null ? List.of() : List.of(issuers);
    }
}
