package dev.quiver.h3.internal;

import dev.quiver.h3.H3Exception;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;

/** Failures for tests; the message is the kind. */
public final class Failures {
    private Failures() {}

    public static H3Exception of(H3Exception.Kind kind) {
        return of(kind, RequestOutcome.NOT_PROCESSED, ErrorScope.CONNECTION);
    }

    public static H3Exception of(H3Exception.Kind kind, RequestOutcome outcome, ErrorScope scope) {
        return new H3Exception(
                kind,
                scope,
                Origin.PEER,
                null,
                outcome,
                kind.name(),
                null,
                H3Exception.Progress.NONE,
                H3Exception.Setting.UNKNOWN);
    }
}
