package dev.quiver.interop.cases.quic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.interop.evidence.QlogPacket;
import dev.quiver.quic.HandshakeReport;
import java.time.Duration;

/** Session tickets (RFC 8446 §4.6.1): how they are come by, and how qlogs show them. */
final class Tickets {
    static final String NONE_CAME =
            "no session ticket came: the first connection's qlog has no handshake message behind the handshake";

    /** A ticket may come behind the first answer; a server sends it with its HANDSHAKE_DONE. */
    private static final Duration A_MOMENT = Duration.ofMillis(200);

    private Tickets() {}

    /** Makes a connection, has it answer, and gives its tickets a moment to come. */
    static HandshakeReport earn(Trial trial, H3Client client, Asset asset) throws Exception {
        Fetches fetches = new Fetches(trial, client);
        H3Response<Received> response = fetches.one(asset);
        Patience.until(trial, A_MOMENT, () -> false);
        fetches.one(asset);
        client.shutdown();
        client.awaitTermination(Patience.left(trial));
        HandshakeReport handshake = response.handshake();
        if (handshake == null || Boolean.TRUE.equals(handshake.resumed())) {
            throw CaseEndedException.failed("the first connection is said to be resumed");
        }
        return handshake;
    }

    /** Whether a handshake message came in a 1-RTT packet: the server's tickets, and nothing else, do. */
    static boolean came(Qlog log) {
        return log.count(packet -> !packet.sent() && packet.type().equals("1RTT") && packet.has("crypto")) > 0;
    }

    /** How many bytes of handshake messages came in Handshake packets: certificates make most of them. */
    static long handshakeBytes(Qlog log) {
        long end = 0;
        for (QlogPacket packet : log.packets()) {
            if (!packet.sent() && packet.type().equals("handshake")) {
                for (JsonNode frame : packet.frames()) {
                    if (frame.path("frame_type").asText().equals("crypto")) {
                        end = Math.max(
                                end,
                                frame.path("offset").asLong()
                                        + frame.path("raw")
                                                .path("payload_length")
                                                .asLong());
                    }
                }
            }
        }
        return end;
    }
}
