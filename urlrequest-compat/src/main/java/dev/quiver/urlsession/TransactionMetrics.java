package dev.quiver.urlsession;

import dev.quiver.h3.Route;
import dev.quiver.quic.GroupStats;
import dev.quiver.quic.HandshakeReport;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response within a task: redirects, answers to challenges and retries each have their own. Whatever
 * the client below does not reveal is null, never guessed.
 *
 * @param url what was asked for
 * @param upgradedFrom the URL in the clear that this one took the place of, because its host asked for TLS alone (HSTS); or
 *     null
 * @param method by which method
 * @param statusCode the response's, or null when none came
 * @param fetchType where the response came from
 * @param timing when what happened
 * @param bytes how much went each way
 * @param connection what carried it, or null where nothing did or no response told
 * @param route which transports were tried and why HTTP/3 was or was not used; null for clients that do not tell
 */
public record TransactionMetrics(
        URI url,
        @Nullable URI upgradedFrom,
        String method,
        @Nullable Integer statusCode,
        FetchType fetchType,
        Timing timing,
        Bytes bytes,
        @Nullable Connection connection,
        @Nullable Route route) {

    /** Of a URL that is loaded as it was asked for. */
    public TransactionMetrics(
            URI url,
            String method,
            @Nullable Integer statusCode,
            FetchType fetchType,
            Timing timing,
            Bytes bytes,
            @Nullable Connection connection,
            @Nullable Route route) {
        this(url, null, method, statusCode, fetchType, timing, bytes, connection, route);
    }

    TransactionMetrics withUpgradedFrom(@Nullable URI from) {
        return from == null
                ? this
                : new TransactionMetrics(url, from, method, statusCode, fetchType, timing, bytes, connection, route);
    }

    /** Where a response came from. */
    public enum FetchType {
        /** Over the network. */
        NETWORK_LOAD,
        /** From this process's cache, without asking the server. */
        LOCAL_CACHE,
        /** Without a server or a cache: {@code data:} and {@code file:} URLs. */
        LOCAL
    }

    /**
     * When what happened. Over QUIC, connecting and securing the connection are one.
     *
     * @param fetchStart the loading began
     * @param domainLookupStart looking the host up began; null when the connection was there already
     * @param domainLookupEnd it was found
     * @param connectStart the first packet left
     * @param connectEnd the connection was ready
     * @param requestStart the request was handed to the transport
     * @param requestEnd the last byte of its body was
     * @param responseStart the response's head came
     * @param responseEnd the response ended, whole or not
     */
    public record Timing(
            Instant fetchStart,
            @Nullable Instant domainLookupStart,
            @Nullable Instant domainLookupEnd,
            @Nullable Instant connectStart,
            @Nullable Instant connectEnd,
            @Nullable Instant requestStart,
            @Nullable Instant requestEnd,
            @Nullable Instant responseStart,
            @Nullable Instant responseEnd) {
        /** A load that no connection carried: its head came at once, its end then. */
        public static Timing local(Instant start, Instant end) {
            return new Timing(start, null, null, null, null, null, null, start, end);
        }
    }

    /**
     * How much went each way.
     *
     * @param requestBodySent bytes of request body that were handed to the transport
     * @param responseBodyReceived bytes of response body as they came, before any decoding
     */
    public record Bytes(long requestBodySent, long responseBodyReceived) {}

    /**
     * What carried a transaction.
     *
     * @param networkProtocolName as ALPN names it: {@code h3}, {@code h2}, {@code http/1.1}
     * @param reused whether it was there before; null where the client does not tell
     * @param local this side's address, or null
     * @param remote the server's, or null
     * @param tlsProtocol such as {@code TLSv1.3}; null without TLS
     * @param tlsCipherSuite such as {@code TLS_AES_128_GCM_SHA256}; null without TLS
     * @param peerCertificates the server's chain; empty when the session was resumed or without TLS
     * @param handshake QUIC's handshake in full; null over TCP
     * @param quic what the QUIC connection had done when the response ended, its other exchanges included; null over TCP
     *     and for transactions that failed
     */
    public record Connection(
            String networkProtocolName,
            @Nullable Boolean reused,
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            @Nullable String tlsProtocol,
            @Nullable String tlsCipherSuite,
            List<X509Certificate> peerCertificates,
            @Nullable HandshakeReport handshake,
            @Nullable GroupStats quic) {
        public Connection {
            peerCertificates = List.copyOf(peerCertificates);
        }
    }

    /** Why HTTP/3 was not used, for a person; null when it was, or where the client does not tell. */
    public @Nullable String whyNotHttp3() {
        if (route == null || route.winner() == Route.Via.QUIC) {
            return null;
        }
        return route.attempts().stream()
                .filter(attempt -> attempt.via() == Route.Via.QUIC)
                .map(Route.Attempt::reason)
                .findFirst()
                .orElse(null);
    }
}
