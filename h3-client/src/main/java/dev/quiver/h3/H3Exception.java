package dev.quiver.h3;

import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.RequestOutcome;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exchange failed: what, at which scope, by whom, with which code, how far it came, and whether the server may have
 * acted on it. Thrown by {@code send}, and what the futures of {@code sendAsync} and {@code exchange} complete with;
 * the cause of a {@link java.net.http.HttpTimeoutException} or {@link java.net.ConnectException}: {@link #in} finds it. Immutable but for what every exception carries.
 */
public final class H3Exception extends IOException {
    private static final long serialVersionUID = 1L;

    /** What failed, in the words that scripts rely on. */
    public enum Kind {
        /** The URL cannot be asked for. */
        BAD_URL,
        /** The name has no address, or could not be looked up. */
        HOST_NOT_FOUND,
        /** The host answered that nothing listens on this port. */
        PORT_CLOSED,
        /** Nothing came back for the first packets: nobody is there, or UDP is blocked on the way. */
        NO_ANSWER,
        /** The server speaks no version of QUIC that this side does (RFC 9000 §6). */
        NO_COMMON_VERSION,
        /** The server speaks none of the application protocols that were offered (RFC 7301). */
        NO_COMMON_ALPN,
        /** The server's certificate was not trusted here. */
        CERTIFICATE_REJECTED,
        /** The server wants a client certificate, and got none or not one that it takes. */
        CLIENT_CERTIFICATE_WANTED,
        /** The TLS handshake failed for another reason, which the code names (RFC 8446 §6). */
        TLS_ALERT,
        /** The server closed the connection; the code says why. */
        CLOSED_BY_PEER,
        /** It began and did not end, or go on, within its time. */
        TIMEOUT,
        /** The server gave up a stream; the code says why. */
        STREAM_RESET,
        /** The peer broke a rule of HTTP/3 or HTTP. */
        H3_PROTOCOL,
        /** The response ended before it was whole. */
        TRUNCATED,
        /** This side gave it up because it was told to. */
        CANCELLED,
        /** Anything else; the message and the cause say what. */
        IO
    }

    /**
     * How far an exchange came.
     *
     * @param requestBytesSent bytes of request body that the transport took
     * @param responseHeadReceived whether the final response's head came
     * @param responseBytesReceived bytes of response body that came
     */
    public record Progress(long requestBytesSent, boolean responseHeadReceived, long responseBytesReceived) {
        /** Nothing was sent or received. */
        public static final Progress NONE = new Progress(0, false, 0);
    }

    /**
     * Where it happened.
     *
     * @param handshake the connection's handshake, if there was one, be it a failed one
     * @param route which transports were tried; null before that was decided
     * @param peerStreams the streams that the server was seen to open
     */
    public record Setting(
            @Nullable HandshakeReport handshake, @Nullable Route route, List<PeerStream> peerStreams) {
        /** Nothing is known. */
        public static final Setting UNKNOWN = new Setting(null, null, List.of());

        public Setting {
            peerStreams = List.copyOf(peerStreams);
        }
    }

    private final Kind kind;
    private final ErrorScope scope;
    private final Origin origin;
    private final transient @Nullable QuicErrorCode code;
    private final RequestOutcome outcome;
    private final transient Progress progress;
    private final transient Setting setting;

    /**
     * Tells of a failure.
     *
     * @param code what was, or would have been, on the wire; null if nothing, or if it is not known
     * @param outcome whether the server may have acted on what was sent
     * @param message what failed, at which server, and what to do
     * @param cause kept as it is
     * @param progress how far it came
     * @param setting where it happened
     */
    public H3Exception(
            Kind kind,
            ErrorScope scope,
            Origin origin,
            @Nullable QuicErrorCode code,
            RequestOutcome outcome,
            String message,
            @Nullable Throwable cause,
            Progress progress,
            Setting setting) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind);
        this.scope = Objects.requireNonNull(scope);
        this.origin = Objects.requireNonNull(origin);
        this.code = code;
        this.outcome = Objects.requireNonNull(outcome);
        this.progress = Objects.requireNonNull(progress);
        this.setting = Objects.requireNonNull(setting);
    }

    /** The same with more known of where it happened and how far it came; the cause and message are kept. */
    public H3Exception with(Progress newProgress, Setting newSetting) {
        return new H3Exception(
                kind, scope, origin, code, outcome, String.valueOf(getMessage()), getCause(), newProgress, newSetting);
    }

    /** The same with the caller's stack, and this as its cause. */
    public H3Exception again() {
        return new H3Exception(
                kind, scope, origin, code, outcome, String.valueOf(getMessage()), this, progress, setting);
    }

    /** The first of this kind in a chain of causes: behind what a future wraps, and behind the JDK's exceptions; or null. */
    public static @Nullable H3Exception in(@Nullable Throwable thrown) {
        Throwable at = thrown;
        while (at != null && !(at instanceof H3Exception)) {
            at = at.getCause();
        }
        return (H3Exception) at;
    }

    /** What failed. */
    public Kind kind() {
        return kind;
    }

    /** How much it takes with it. */
    public ErrorScope scope() {
        return scope;
    }

    /** Who ended it. */
    public Origin origin() {
        return origin;
    }

    /** The code on the wire, the transport's or HTTP/3's; null when there was none or it is not revealed. */
    public @Nullable QuicErrorCode code() {
        return code;
    }

    /** The code as HTTP/3's; null when there is none or it is the transport's. */
    public @Nullable H3ErrorCode h3Code() {
        QuicErrorCode any = code;
        return any != null && any.space() == QuicErrorCode.Space.APPLICATION ? new H3ErrorCode(any.value()) : null;
    }

    /** The code's number, or null. */
    public @Nullable Long codeValue() {
        return code == null ? null : code.value();
    }

    /** The code as its RFC spells it, or null. */
    public @Nullable String codeName() {
        H3ErrorCode h3 = h3Code();
        if (h3 != null) {
            return h3.name();
        }
        return code == null ? null : code.name();
    }

    /** Whether the server may have acted on the request. */
    public RequestOutcome outcome() {
        return outcome;
    }

    /** Bytes of request body that the transport took. */
    public long requestBytesSent() {
        return progress.requestBytesSent();
    }

    /** Whether the final response's head came. */
    public boolean responseHeadReceived() {
        return progress.responseHeadReceived();
    }

    /** Bytes of response body that came. */
    public long responseBytesReceived() {
        return progress.responseBytesReceived();
    }

    /** The connection's handshake, be it a failed one; null where there was none or it is not known (TCP). */
    public @Nullable HandshakeReport handshake() {
        return setting.handshake();
    }

    /** Which transports were tried, and why; null when it failed before that was decided. */
    public @Nullable Route route() {
        return setting.route();
    }

    /** The streams that the server was seen to open on this connection. */
    public List<PeerStream> peerStreams() {
        return setting.peerStreams();
    }
}
