package dev.quiver.cli.transfer;

import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Route;
import dev.quiver.quic.HandshakeReport;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that became known of one transfer, whether it succeeded or not; null is unknown.
 *
 * @param url as typed, whatever redirects led to
 * @param status the final status
 * @param protocol {@code h3}, {@code h2} or {@code http/1.1}
 * @param headers the response's fields
 * @param trailers its trailer section; null where the transport does not tell
 * @param informational interim responses; null where the transport does not tell
 * @param bodyBytes body bytes that came
 * @param bodySha256 of the whole body as received, in hex
 * @param route which transports were tried
 * @param handshake the connection's, be it a failed one
 * @param timing how long it took
 * @param peerStreams the streams that the server was seen to open
 * @param failure why it failed, or null
 */
public record TransferReport(
        String url,
        @Nullable Integer status,
        @Nullable String protocol,
        @Nullable HttpHeaders headers,
        @Nullable HttpHeaders trailers,
        @Nullable List<InformationalResponse> informational,
        @Nullable Long bodyBytes,
        @Nullable String bodySha256,
        @Nullable Route route,
        @Nullable HandshakeReport handshake,
        Timing timing,
        @Nullable List<PeerStream> peerStreams,
        @Nullable Failure failure) {

    /** How long the parts took; null where unknown. */
    public record Timing(
            @Nullable Duration resolve,
            @Nullable Duration handshake,
            @Nullable Duration firstByte,
            Duration total) {
        /** Nothing but the whole is known. */
        public static Timing of(Duration total) {
            return new Timing(null, null, null, total);
        }
    }

    /** A transfer that never reached the network. */
    public static TransferReport failedEarly(String url, Failure failure, Duration total) {
        return new TransferReport(
                url, null, null, null, null, null, null, null, null, null, Timing.of(total), null, failure);
    }
}
