package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.TlsAlert;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/** Asking evaluators in tests. */
final class Verdicts {
    private Verdicts() {}

    static TrustContext context(String host, Authority... presented) {
        return context(
                host, Arrays.stream(presented).map(Authority::certificate).toList());
    }

    static TrustContext context(String host, List<X509Certificate> presented) {
        return new TrustContext(host, 443, TrustContext.Transport.QUIC, presented, "h3");
    }

    static TrustVerdict verdict(TrustEvaluator evaluator, TrustContext context) {
        return evaluator.evaluate(context).toCompletableFuture().join();
    }

    static List<X509Certificate> trusted(TrustEvaluator evaluator, TrustContext context) {
        TrustVerdict verdict = verdict(evaluator, context);
        assertThat(verdict).isInstanceOf(TrustVerdict.Trusted.class);
        return ((TrustVerdict.Trusted) verdict).path();
    }

    static TrustVerdict.Rejected rejected(TrustEvaluator evaluator, TrustContext context, TlsAlert alert) {
        TrustVerdict verdict = verdict(evaluator, context);
        assertThat(verdict).isInstanceOf(TrustVerdict.Rejected.class);
        TrustVerdict.Rejected rejected = (TrustVerdict.Rejected) verdict;
        assertThat(rejected.alert()).as(rejected.reason()).isEqualTo(alert);
        return rejected;
    }
}
