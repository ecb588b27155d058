package dev.quiver.quic.internal.netty;

import dev.quiver.quic.SessionCache;
import dev.quiver.quic.trust.IdentityChooser;
import dev.quiver.quic.trust.TrustEvaluator;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * TLS contexts by policy. Tickets live in a context, so that groups share tickets exactly when they share all that the
 * verdict on the peer depended on.
 */
public final class TicketContexts implements SessionCache {
    private final ConcurrentMap<Policy, ClientTls> contexts = new ConcurrentHashMap<>();

    /** What must be the same for a ticket to be used again; evaluators and choosers compare by identity. */
    record Policy(
            TrustEvaluator trust,
            @Nullable IdentityChooser identity,
            List<String> alpn,
            boolean earlyData,
            @Nullable Path keyLog) {}

    ClientTls context(Policy policy) {
        return contexts.compute(policy, (p, known) -> known == null || known.isSpoilt() ? new ClientTls(p) : known);
    }

    /** Drops a context with its tickets, because a peer that it shook hands with was rejected. */
    void drop(Policy policy, ClientTls context) {
        context.spoil();
        contexts.remove(policy, context);
    }

    @Override
    public void clear() {
        contexts.clear();
    }
}
