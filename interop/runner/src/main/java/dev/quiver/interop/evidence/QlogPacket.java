package dev.quiver.interop.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A packet as qlog tells it (draft-ietf-quic-qlog-quic-events).
 *
 * @param atMillis since the log began
 * @param sent by the log's owner; else received
 * @param type {@code initial}, {@code handshake}, {@code 0RTT}, {@code 1RTT}, {@code retry}, {@code version_negotiation}
 * @param number its packet number; -1 where it has none
 * @param length in bytes, as far as the log tells; else 0
 * @param frames its frames, each with {@code frame_type}
 */
public record QlogPacket(double atMillis, boolean sent, String type, long number, long length, List<JsonNode> frames) {
    public QlogPacket {
        frames = List.copyOf(frames);
    }

    /** Whether it has a frame of this type. */
    public boolean has(String frameType) {
        return frames.stream()
                .anyMatch(frame -> frame.path("frame_type").asText().equals(frameType));
    }
}
