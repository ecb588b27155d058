package dev.quiver.h3;

import dev.quiver.quic.GroupStats;
import dev.quiver.quic.HandshakeReport;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A response, with what the JDK's type has no words for. Immutable but for {@link #trailers()}, {@link #metrics()} and
 * {@link #peerStreams()}, {@link #peerSettings()}, which go on while the body and the connection do. Safe to use from any thread.
 *
 * <p>{@link #version()} is never null: {@code HTTP_3} where the running JDK knows it (26 and later), else {@code HTTP_2},
 * for a response that came over HTTP/3. The truth is {@link #protocol()}.
 */
public interface H3Response<T> extends HttpResponse<T> {
    /** The HTTP version that carried the exchange. */
    Protocol protocol();

    /** The connection's handshake; null over TCP, where the JDK's client does not tell. */
    @Nullable
    HandshakeReport handshake();

    /** Which transports were tried, and why. */
    Route route();

    /**
     * The trailer section (RFC 9114 §4.1), empty when there was none. Completes when the body has ended, exceptionally
     * with what ended it early. Over TCP, where the JDK's client does not tell, it is empty.
     */
    CompletableFuture<HttpHeaders> trailers();

    /**
     * The interim responses, 100 Continue included, in order. Over TCP, where the JDK's client does not tell, empty.
     */
    List<InformationalResponse> informational();

    /** How long it took and how much it carried, as of now. */
    ExchangeMetrics metrics();

    /**
     * What the connection has done up to now, all its exchanges together: round-trip time, packets, losses. Completes with
     * null over TCP, where there is no telling. May complete on a thread that carries connections: do not block there.
     */
    CompletableFuture<@Nullable GroupStats> connectionStats();

    /** The streams that the server was seen to open on this connection, up to now, by id. Empty over TCP. */
    List<PeerStream> peerStreams();

    /**
     * What the server has said in SETTINGS on this connection (RFC 9114 §7.2.4), by identifier, those included that mean
     * nothing. Empty as long as they have not come, which may be after the first response has, and over TCP; what
     * the server said on the connection whose session is resumed is not in it.
     */
    Map<Long, Long> peerSettings();
}
