package dev.quiver.cli.transfer;

import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Gathers what becomes known of a transfer while it goes on. Used by one thread. */
final class ReportBuilder {
    private final String url;
    private final long started = System.nanoTime();
    private @Nullable Long bodyBytes;
    private @Nullable String bodySha256;
    private @Nullable Route route;
    private @Nullable HandshakeReport handshake;
    private @Nullable List<PeerStream> peerStreams;
    private @Nullable Failure failure;

    ReportBuilder(String url) {
        this.url = url;
    }

    void head(H3Response<?> response) {
        bodyBytes = 0L;
        route = response.route();
        handshake = response.handshake();
    }

    void bodyBytes(int length) {
        bodyBytes = (bodyBytes == null ? 0 : bodyBytes) + length;
    }

    void bodyEnded(@Nullable String sha256) {
        bodySha256 = sha256;
    }

    /** What a failed exchange still knows. */
    void setting(H3Exception failed) {
        route = failed.route() != null ? failed.route() : route;
        handshake = failed.handshake() != null ? failed.handshake() : handshake;
        peerStreams = handshake == null ? null : failed.peerStreams();
    }

    void failed(Failure why) {
        failure = why;
    }

    TransferReport build(@Nullable H3Response<?> response) {
        Duration total = Duration.ofNanos(System.nanoTime() - started);
        if (response == null) {
            return new TransferReport(
                    url,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    route,
                    handshake,
                    partial(total),
                    peerStreams,
                    failure);
        }
        boolean told = response.protocol().equals(Protocol.H3);
        return new TransferReport(
                url,
                response.statusCode(),
                response.protocol().name(),
                fields(response.headers()),
                told && failure == null ? trailers(response) : null,
                told ? response.informational() : null,
                bodyBytes,
                bodySha256,
                route,
                handshake,
                timing(response.metrics(), total),
                response.peerStreams(),
                failure);
    }

    private static TransferReport.Timing timing(ExchangeMetrics metrics, Duration total) {
        return new TransferReport.Timing(metrics.resolve(), metrics.handshake(), metrics.firstByte(), total);
    }

    /** Without a response the handshake's own events say how long its parts took. */
    private TransferReport.Timing partial(Duration total) {
        HandshakeReport report = handshake;
        if (report == null) {
            return TransferReport.Timing.of(total);
        }
        HandshakeEvent.Resolved resolved = report.event(HandshakeEvent.Resolved.class);
        HandshakeEvent.FirstPacketSent sent = report.event(HandshakeEvent.FirstPacketSent.class);
        HandshakeEvent.BecameReady ready = report.event(HandshakeEvent.BecameReady.class);
        return new TransferReport.Timing(
                resolved == null ? null : resolved.at(),
                sent == null || ready == null ? null : ready.at().minus(sent.at()),
                null,
                total);
    }

    /** The fields alone: the JDK's client lists {@code :status} among them over HTTP/2 (RFC 9113 §8.3). */
    private static HttpHeaders fields(HttpHeaders headers) {
        return HttpHeaders.of(headers.map(), (name, value) -> !name.startsWith(":"));
    }

    private static @Nullable HttpHeaders trailers(H3Response<?> response) {
        try {
            // Done with the body; the limit is for a client that breaks that promise.
            return response.trailers().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }
}
