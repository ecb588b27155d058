package dev.quiver.interop.cases.http3;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.interop.evidence.QlogPacket;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** What a connection's log says of its streams. */
final class StreamLog {
    private final List<QlogPacket> packets;

    StreamLog(Qlog log) {
        this.packets = log.packets();
    }

    /** Of the only connection that was made. */
    static StreamLog ofOnly(List<Qlog> logs) throws CaseEndedException {
        if (logs.size() != 1) {
            throw CaseEndedException.failed("it took " + logs.size() + " connections, not one");
        }
        return new StreamLog(logs.get(0));
    }

    /** The ids of request streams (RFC 9000 §2.1: opened by the client, both ways) that carried something this way. */
    Set<Long> requests(boolean sent) {
        Set<Long> ids = new TreeSet<>();
        for (QlogPacket packet : packets) {
            for (JsonNode frame : packet.frames()) {
                if (packet.sent() == sent && is(frame, "stream") && id(frame) % 4 == 0) {
                    ids.add(id(frame));
                }
            }
        }
        return ids;
    }

    /** How many bytes of a stream went this way, repeated ones counted once. */
    long bytes(boolean sent, long id) {
        long end = 0;
        for (QlogPacket packet : packets) {
            for (JsonNode frame : packet.frames()) {
                if (packet.sent() == sent && is(frame, "stream") && id(frame) == id) {
                    end = Math.max(end, frame.path("offset").asLong() + length(frame));
                }
            }
        }
        return end;
    }

    /** In how many pieces, each at least so long, a stream's bytes were sent; repeated ones counted once. */
    long pieces(long id, long atLeast) {
        Set<Long> offsets = new TreeSet<>();
        for (QlogPacket packet : packets) {
            for (JsonNode frame : packet.frames()) {
                if (packet.sent() && is(frame, "stream") && id(frame) == id && length(frame) >= atLeast) {
                    offsets.add(frame.path("offset").asLong());
                }
            }
        }
        return offsets.size();
    }

    /** The code of the first frame of this type for this stream that went this way. */
    OptionalLong code(boolean sent, String frameType, long id) {
        for (QlogPacket packet : packets) {
            for (JsonNode frame : packet.frames()) {
                if (packet.sent() == sent && is(frame, frameType) && id(frame) == id) {
                    return OptionalLong.of(frame.path("error_code").asLong(-1));
                }
            }
        }
        return OptionalLong.empty();
    }

    private static boolean is(JsonNode frame, String type) {
        return frame.path("frame_type").asText().equals(type);
    }

    private static long id(JsonNode frame) {
        return frame.path("stream_id").asLong(-1);
    }

    private static long length(JsonNode frame) {
        JsonNode raw = frame.path("raw");
        return raw.path("payload_length")
                .asLong(raw.path("length").asLong(frame.path("length").asLong()));
    }
}
