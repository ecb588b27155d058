package dev.quiver.quic.trust;

import dev.quiver.quic.TlsAlert;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Trusts one certificate and no other. Certificates are equal when their bytes are. */
record ExactLeaf(X509Certificate leaf) implements TrustEvaluator {
    ExactLeaf {
        Objects.requireNonNull(leaf, "leaf");
    }

    @Override
    public CompletionStage<TrustVerdict> evaluate(TrustContext context) {
        if (leaf.equals(context.leaf())) {
            return CompletableFuture.completedFuture(new TrustVerdict.Trusted(List.of(context.leaf())));
        }
        return CompletableFuture.completedFuture(new TrustVerdict.Rejected(
                TlsAlert.CERTIFICATE_UNKNOWN,
                context.host() + " presented " + Shown.certificate(context.leaf()) + " where exactly "
                        + Shown.certificate(leaf)
                        + " is wanted. If the server's certificate was renewed, pin the new one.",
                null));
    }
}
