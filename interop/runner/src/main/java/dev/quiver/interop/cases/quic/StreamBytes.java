package dev.quiver.interop.cases.quic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.interop.evidence.QlogPacket;
import java.util.HashMap;
import java.util.Map;

/** How much came on the streams that a client opened both ways. */
final class StreamBytes {
    private StreamBytes() {}

    /** The sum of the furthest bytes received on each. */
    static long received(Qlog log) {
        Map<Long, Long> ends = new HashMap<>();
        for (QlogPacket packet : log.packets()) {
            if (packet.sent()) {
                continue;
            }
            for (JsonNode frame : packet.frames()) {
                long id = frame.path("stream_id").asLong(-1);
                if (frame.path("frame_type").asText().equals("stream") && id % 4 == 0) {
                    long end = frame.path("offset").asLong()
                            + frame.path("raw").path("payload_length").asLong();
                    ends.merge(id, end, Math::max);
                }
            }
        }
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }
}
