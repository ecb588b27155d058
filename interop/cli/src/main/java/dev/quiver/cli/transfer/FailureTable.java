package dev.quiver.cli.transfer;

import dev.quiver.h3.H3Exception;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.RequestOutcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** From what the client threw to what is reported: the one translation of this layer. */
public final class FailureTable {
    private FailureTable() {}

    /**
     * The failure that an exception means.
     *
     * @param stage how far the transfer had come on this side's own account
     */
    public static Failure of(Throwable thrown, Stage stage) {
        Throwable failure = unwrap(thrown);
        if (failure instanceof TransferException known) {
            return known.failure();
        }
        H3Exception h3 = find(H3Exception.class, failure);
        return h3 != null ? of(h3, failure, stage) : ofOther(failure, stage);
    }

    /** The HTTP/3 exception within, or null. */
    static @Nullable H3Exception h3(Throwable thrown) {
        return find(H3Exception.class, thrown);
    }

    private static Failure of(H3Exception h3, Throwable thrown, Stage stage) {
        return new Failure(
                ErrorKind.valueOf(h3.kind().name()),
                stageOf(h3, stage),
                h3.scope().name().toLowerCase(Locale.ROOT),
                h3.origin().name(),
                h3.codeValue(),
                h3.codeName(),
                String.valueOf(h3.getMessage()),
                h3.outcome().name(),
                thrown);
    }

    private static Stage stageOf(H3Exception h3, Stage stage) {
        if (h3.responseHeadReceived()) {
            return lostConnection(h3) ? Stage.CONNECTION_LOST : Stage.RECEIVING;
        }
        if (!established(h3.handshake())) {
            return h3.requestBytesSent() > 0 || stage == Stage.RECEIVING ? stage : Stage.CONNECTING;
        }
        return lostConnection(h3) ? Stage.CONNECTION_LOST : stage;
    }

    /** The whole connection went, rather than the exchange running out of its own time. */
    private static boolean lostConnection(H3Exception h3) {
        return h3.scope() == ErrorScope.CONNECTION;
    }

    private static boolean established(@Nullable HandshakeReport handshake) {
        return handshake != null && handshake.event(HandshakeEvent.BecameReady.class) != null;
    }

    /** What came from the JDK's client as it was. */
    private static Failure ofOther(Throwable failure, Stage stage) {
        if (has(UnknownHostException.class, failure) || has(UnresolvedAddressException.class, failure)) {
            return plain(ErrorKind.HOST_NOT_FOUND, Stage.CONNECTING, "connection", failure);
        }
        if (has(HttpTimeoutException.class, failure)) {
            String message = message(failure);
            return new Failure(ErrorKind.TIMEOUT, stage, "message", "TIMEOUT", null, null, message, "UNKNOWN", failure);
        }
        if (has(ConnectException.class, failure)) {
            return plain(ErrorKind.PORT_CLOSED, Stage.CONNECTING, "connection", failure);
        }
        if (failure instanceof CancellationException || failure instanceof InterruptedException) {
            return plain(ErrorKind.CANCELLED, stage, "message", failure);
        }
        return plain(ErrorKind.IO, stage, "message", failure);
    }

    private static Failure plain(ErrorKind kind, Stage stage, String scope, Throwable failure) {
        RequestOutcome outcome = stage == Stage.CONNECTING ? RequestOutcome.NOT_PROCESSED : RequestOutcome.UNKNOWN;
        return new Failure(kind, stage, scope, "LOCAL", null, null, message(failure), outcome.name(), failure);
    }

    private static String message(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t.getMessage() != null) {
                return t.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable inner = thrown;
        while (inner.getCause() != null
                && (inner instanceof CompletionException
                        || inner instanceof ExecutionException
                        || inner.getClass() == IOException.class && find(TransferException.class, inner) != null)) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static boolean has(Class<? extends Throwable> type, Throwable failure) {
        return find(type, failure) != null;
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable failure) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 20; t = t.getCause(), depth++) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
