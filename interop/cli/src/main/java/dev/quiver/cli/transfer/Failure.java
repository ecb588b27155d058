package dev.quiver.cli.transfer;

import org.jspecify.annotations.Nullable;

/**
 * A failed transfer as scripts see it.
 *
 * @param kind what failed
 * @param stage what was being done; it decides the exit code where the kind leaves it open
 * @param scope {@code connection}, {@code stream} or {@code message}
 * @param origin {@code LOCAL}, {@code PEER} or {@code TIMEOUT}
 * @param code the code on the wire, or null
 * @param codeName its name in the RFC's spelling, or null
 * @param message what failed, at which peer, what to do
 * @param outcome {@code NOT_PROCESSED} or {@code UNKNOWN}
 * @param cause for {@code --trace}, or null
 */
public record Failure(
        ErrorKind kind,
        Stage stage,
        String scope,
        String origin,
        @Nullable Long code,
        @Nullable String codeName,
        String message,
        String outcome,
        @Nullable Throwable cause) {

    /** A failure on this side, before the server could act on anything. */
    public static Failure local(ErrorKind kind, Stage stage, String message, @Nullable Throwable cause) {
        return new Failure(kind, stage, "message", "LOCAL", null, null, message, "NOT_PROCESSED", cause);
    }

    /** A failure on this side, when the server may have acted on the request. */
    public static Failure localAfterSending(ErrorKind kind, Stage stage, String message, @Nullable Throwable cause) {
        return new Failure(kind, stage, "message", "LOCAL", null, null, message, "UNKNOWN", cause);
    }

    /** The exit code. */
    public int exitCode() {
        return ExitCode.of(kind, stage);
    }
}
