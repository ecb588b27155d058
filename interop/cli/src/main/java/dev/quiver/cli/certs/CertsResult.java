package dev.quiver.cli.certs;

import dev.quiver.cli.transfer.ErrorKind;
import dev.quiver.cli.transfer.ExitCode;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.Stage;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.probe.EndpointReport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of one host: a report, or why it was not even asked.
 *
 * @param report null if it was not asked
 * @param failure null if it was
 */
public record CertsResult(
        CertsTarget target,
        @Nullable EndpointReport report,
        @Nullable Failure failure) {
    /** It was asked. */
    public static CertsResult of(CertsTarget target, EndpointReport report) {
        return new CertsResult(target, report, null);
    }

    /** It could not be asked. */
    public static CertsResult failed(CertsTarget target, Failure failure) {
        return new CertsResult(target, null, failure);
    }

    /** 0 without an error finding on any transport, 60 with one, 7 where no transport showed a chain. */
    public int exitCode() {
        if (failure != null) {
            return failure.exitCode();
        }
        if (report == null || !report.reached()) {
            return ExitCode.NOT_CONNECTED;
        }
        return report.hasErrors() ? ExitCode.CERTIFICATE_REJECTED : ExitCode.DONE;
    }

    /** A transport's error as scripts see it. */
    public static Failure failure(HandshakeFailure error) {
        QuicException e = error.toException();
        QuicErrorCode code = e.code();
        return new Failure(
                ErrorKind.valueOf(e.kind().name()),
                Stage.CONNECTING,
                e.scope().name().toLowerCase(Locale.ROOT),
                e.origin().name(),
                code == null ? null : code.value(),
                code == null ? null : code.name(),
                error.message(),
                e.outcome().name(),
                error.cause());
    }
}
