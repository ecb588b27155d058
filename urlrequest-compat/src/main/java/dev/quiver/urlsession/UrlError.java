package dev.quiver.urlsession;

import dev.quiver.h3.Route;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Why a task failed, with Apple's code, how far the exchange had come and whether it may simply be tried again. The
 * cause is what the client below threw, intact. Immutable but for what every exception carries.
 */
public final class UrlError extends IOException {
    private static final long serialVersionUID = 1L;

    private final UrlErrorCode code;
    private final URI failingUrl;
    private final transient ExchangeProgress progress;
    private final boolean safeToRetry;
    private final boolean serverMayHaveActed;
    private final transient @Nullable Route route;

    UrlError(
            UrlErrorCode code,
            URI failingUrl,
            String message,
            ExchangeProgress progress,
            boolean safeToRetry,
            boolean serverMayHaveActed,
            @Nullable Route route,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.failingUrl = failingUrl;
        this.progress = progress;
        this.safeToRetry = safeToRetry;
        this.serverMayHaveActed = serverMayHaveActed;
        this.route = route;
    }

    /** The same with the calling thread's stack, and this as its cause. */
    UrlError again() {
        return new UrlError(
                code,
                failingUrl,
                String.valueOf(getMessage()),
                progress(),
                safeToRetry,
                serverMayHaveActed,
                route,
                this);
    }

    /** What failed. */
    public UrlErrorCode code() {
        return code;
    }

    /** The number of {@link #code()} in {@code NSURLErrorDomain}. */
    public int errorCode() {
        return code.number();
    }

    /** The URL of the request. */
    public URI failingUrl() {
        return failingUrl;
    }

    /** Request body bytes that were handed to the transport. */
    public long requestBytesSent() {
        return progress().requestBytesSent();
    }

    /** Whether the status and the fields of the response came. */
    public boolean responseHeadReceived() {
        return progress().responseHeadReceived();
    }

    /** Response body bytes that came before the failure. */
    public long responseBytesReceived() {
        return progress().responseBytesReceived();
    }

    /** How far the exchange had come. */
    public ExchangeProgress progress() {
        // Null only in a copy that went through serialization.
        return progress == null ? ExchangeProgress.NONE : progress;
    }

    /**
     * Whether sending the same request again cannot do harm: the server did not process this one, or its method is
     * idempotent (RFC 9110 §9.2.2). It says nothing about whether a second try would succeed.
     */
    public boolean safeToRetry() {
        return safeToRetry;
    }

    /** Whether the server may have acted on the request: false only where it is known that it never got it whole. */
    public boolean serverMayHaveActed() {
        return serverMayHaveActed;
    }

    /** Which transports were tried, and what came of each; null where the client does not tell. */
    public @Nullable Route route() {
        return route;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // The message stays a sentence for people; the code is added here.
    public String toString() {
        return "UrlError " + code + " (" + code.number() + "): " + getMessage();
    }
}
