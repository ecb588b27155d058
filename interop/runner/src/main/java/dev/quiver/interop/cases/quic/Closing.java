package dev.quiver.interop.cases.quic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.interop.Answer;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.interop.evidence.QlogPacket;
import org.jspecify.annotations.Nullable;

/** How a connection was closed. */
final class Closing {
    private static final long H3_NO_ERROR = 0x100;

    private Closing() {}

    /** The failure where the server closed it, or this client with an error; null where all is well. */
    static @Nullable Answer check(Qlog log) {
        for (QlogPacket packet : log.packets()) {
            for (JsonNode frame : packet.frames()) {
                if (!frame.path("frame_type").asText().equals("connection_close")) {
                    continue;
                }
                long code = frame.path("error_code")
                        .asLong(frame.path("raw_error_code").asLong(-1));
                if (!packet.sent() || code != H3_NO_ERROR && code != 0) {
                    return Answer.failed(
                            "CONNECTION_CLOSE was " + (packet.sent() ? "sent" : "received") + ": " + frame);
                }
            }
        }
        return null;
    }
}
