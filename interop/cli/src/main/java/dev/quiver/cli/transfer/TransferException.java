package dev.quiver.cli.transfer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A failure that is understood already, on its way to whoever reports it. */
public final class TransferException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public TransferException(Failure failure) {
        super(failure.message(), failure.cause());
        this.failure = failure;
    }

    /** What to report. */
    public Failure failure() {
        return Objects.requireNonNull(failure);
    }

    /** Something of this side's could not be written. */
    public static TransferException output(String message, @Nullable Throwable cause) {
        return new TransferException(Failure.localAfterSending(ErrorKind.IO, Stage.OUTPUT, message, cause));
    }
}
