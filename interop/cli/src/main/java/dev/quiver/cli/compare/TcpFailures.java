package dev.quiver.cli.compare;

import dev.quiver.cli.transfer.ErrorKind;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.cli.transfer.FailureTable;
import dev.quiver.cli.transfer.Stage;
import dev.quiver.quic.trust.CertificateRejectedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What clients over TCP throw, in the words of {@code quiver get}. */
final class TcpFailures {
    private static final int DEEPEST = 20;

    private TcpFailures() {}

    static Failure of(Throwable thrown, ClientName client) {
        Failure plain = FailureTable.of(thrown, Stage.RECEIVING);
        Throwable cause = find(CertificateRejectedException.class, thrown);
        if (cause != null) {
            return failure(ErrorKind.CERTIFICATE_REJECTED, Stage.CONNECTING, client, cause, thrown);
        }
        if (plain.kind() == ErrorKind.HOST_NOT_FOUND) {
            return Failure.local(
                    ErrorKind.HOST_NOT_FOUND, Stage.CONNECTING, client + ": the host was not found", thrown);
        }
        cause = find(HttpConnectTimeoutException.class, thrown);
        if (cause != null) {
            return failure(ErrorKind.NO_ANSWER, Stage.CONNECTING, client, cause, thrown);
        }
        cause = either(ConnectException.class, NoRouteToHostException.class, thrown);
        if (cause != null) {
            return failure(ErrorKind.PORT_CLOSED, Stage.CONNECTING, client, cause, thrown);
        }
        cause = either(TimeoutException.class, SocketTimeoutException.class, thrown);
        if (cause != null || plain.message().equals("timeout")) {
            return failure(ErrorKind.TIMEOUT, Stage.RECEIVING, client, cause == null ? thrown : cause, thrown);
        }
        cause = find(SSLException.class, thrown);
        if (cause != null) {
            return failure(ErrorKind.TLS_ALERT, Stage.CONNECTING, client, cause, thrown);
        }
        return failure(plain.kind(), plain.stage(), client, thrown, thrown);
    }

    private static Failure failure(ErrorKind kind, Stage stage, ClientName client, Throwable why, Throwable thrown) {
        String said = why.getMessage();
        String message = client + ": " + (kind == ErrorKind.TIMEOUT ? "not done within the limit" : words(said, why));
        return stage == Stage.CONNECTING
                ? Failure.local(kind, stage, message, thrown)
                : Failure.localAfterSending(kind, stage, message, thrown);
    }

    private static String words(@Nullable String said, Throwable why) {
        if (said != null && !said.isBlank()) {
            return said;
        }
        return why instanceof ConnectException
                ? "connection refused"
                : why.getCause() == null
                        ? why.getClass().getSimpleName()
                        : words(why.getCause().getMessage(), why.getCause());
    }

    private static @Nullable Throwable either(
            Class<? extends Throwable> one, Class<? extends Throwable> other, Throwable thrown) {
        Throwable found = find(one, thrown);
        return found == null ? find(other, thrown) : found;
    }

    private static @Nullable Throwable find(Class<? extends Throwable> type, Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < DEEPEST; at = at.getCause(), depth++) {
            if (type.isInstance(at)) {
                return at;
            }
        }
        return null;
    }
}
