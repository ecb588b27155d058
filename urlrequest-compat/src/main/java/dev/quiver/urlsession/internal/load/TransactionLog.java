package dev.quiver.urlsession.internal.load;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.quic.GroupStats;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.urlsession.ExchangeProgress;
import dev.quiver.urlsession.TransactionMetrics;
import dev.quiver.urlsession.TransactionMetrics.Bytes;
import dev.quiver.urlsession.TransactionMetrics.Connection;
import dev.quiver.urlsession.TransactionMetrics.FetchType;
import dev.quiver.urlsession.TransactionMetrics.Timing;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Collects what becomes known of one exchange. Used by one thread at a time. */
final class TransactionLog {
    private final LoadRequest request;
    private final Clock clock;
    private final Instant start;
    private @Nullable Instant requestEnd;
    private @Nullable Instant responseStart;
    private @Nullable HttpResponse<Void> response;
    private long sent;
    private long received;

    TransactionLog(LoadRequest request, Clock clock) {
        this.request = request;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** The bytes sent in all. */
    long sent(long bytes) {
        sent += bytes;
        return sent;
    }

    void sentAll() {
        requestEnd = clock.instant();
    }

    void head(HttpResponse<Void> head) {
        response = head;
        responseStart = clock.instant();
    }

    void received(long bytes) {
        received += bytes;
    }

    ExchangeProgress progress() {
        return new ExchangeProgress(sent, response != null, received);
    }

    TransactionMetrics metrics() {
        return metrics(null);
    }

    /** @param quic what the connection did, where that is known */
    TransactionMetrics metrics(@Nullable GroupStats quic) {
        HttpResponse<Void> head = response;
        HandshakeReport handshake = null;
        Route route = null;
        boolean opened = false;
        if (head instanceof H3Response<Void> h3) {
            handshake = h3.handshake();
            route = h3.route();
            opened = h3.metrics().handshake() != null;
        }
        return metrics(handshake, opened, route, head == null ? null : connection(head, handshake, opened, quic));
    }

    TransactionMetrics failed(Throwable failure) {
        H3Exception h3 = H3Exception.in(failure);
        if (response != null || h3 == null) {
            return metrics();
        }
        // A failed handshake was this exchange's own: those that find a connection ready do not see it fail.
        HandshakeReport handshake = h3.handshake();
        boolean opened = handshake != null && handshake.failure() != null;
        return metrics(handshake, opened, h3.route(), null);
    }

    private TransactionMetrics metrics(
            @Nullable HandshakeReport handshake,
            boolean opened,
            @Nullable Route route,
            @Nullable Connection connection) {
        HandshakeReport own = opened ? handshake : null;
        Instant ready = at(own, HandshakeEvent.BecameReady.class);
        Timing timing = new Timing(
                start,
                own == null ? null : start,
                at(own, HandshakeEvent.Resolved.class),
                at(own, HandshakeEvent.FirstPacketSent.class),
                ready,
                response == null ? null : ready == null ? start : ready,
                requestEnd,
                responseStart,
                clock.instant());
        return new TransactionMetrics(
                request.uri(),
                request.method(),
                response == null ? null : (Integer) response.statusCode(),
                FetchType.NETWORK_LOAD,
                timing,
                new Bytes(sent, received),
                connection,
                route);
    }

    /** The protocol as ALPN names it. */
    static String protocol(HttpResponse<Void> response) {
        if (response instanceof H3Response<Void> h3) {
            return h3.protocol().name();
        }
        return response.version() == HttpClient.Version.HTTP_1_1
                ? Protocol.HTTP_1_1.name()
                : response.version() == HttpClient.Version.HTTP_2 ? Protocol.H2.name() : Protocol.H3.name();
    }

    private static Connection connection(
            HttpResponse<Void> head, @Nullable HandshakeReport handshake, boolean opened, @Nullable GroupStats quic) {
        SSLSession tls = head.sslSession().orElse(null);
        return new Connection(
                protocol(head),
                handshake == null ? null : (Boolean) !opened,
                handshake == null ? null : handshake.local(),
                handshake == null ? null : handshake.remote(),
                tls == null ? null : tls.getProtocol(),
                tls == null ? null : tls.getCipherSuite(),
                handshake != null ? handshake.presentedChain() : chain(tls),
                handshake,
                quic);
    }

    private static List<X509Certificate> chain(@Nullable SSLSession tls) {
        if (tls == null) {
            return List.of();
        }
        try {
            return Stream.of(tls.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map((Certificate certificate) -> (X509Certificate) certificate)
                    .toList();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }

    /** Events are timed from the start of the connection, which this exchange made: its own start, but for a wait. */
    private @Nullable Instant at(@Nullable HandshakeReport handshake, Class<? extends HandshakeEvent> type) {
        HandshakeEvent event = handshake == null ? null : handshake.event(type);
        Duration after = event == null ? null : event.at();
        return after == null ? null : start.plus(after);
    }
}
