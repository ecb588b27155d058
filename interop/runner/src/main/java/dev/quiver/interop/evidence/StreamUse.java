package dev.quiver.interop.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * How the owner of a connection's log, a client, used the streams that it opened both ways (RFC 9000 §2.1).
 *
 * @param opened how many
 * @param mostAtOnce how many were open at once at most: begun, and their answer's end not come
 * @param firstLimit how many the peer allowed at first, in its transport parameters; -1 where the log does not tell
 * @param lastLimit how many it had allowed at the end, by MAX_STREAMS
 * @param beyond how many were begun beyond what was allowed at that time (RFC 9000 §4.6)
 */
public record StreamUse(long opened, long mostAtOnce, long firstLimit, long lastLimit, long beyond) {
    /** Reads it off a log. */
    public static StreamUse of(Qlog log) {
        Counter counter = new Counter();
        for (Qlog.Event event : log.events()) {
            String name = event.name().substring(event.name().indexOf(':') + 1);
            switch (name) {
                case "parameters_set" -> counter.parameters(event.data());
                case "packet_sent" -> event.data().path("frames").forEach(counter::sent);
                case "packet_received" -> event.data().path("frames").forEach(counter::received);
                default -> {}
            }
        }
        return new StreamUse(
                counter.begun.size(), counter.mostAtOnce, counter.firstLimit, counter.limit, counter.beyond);
    }

    private static final class Counter {
        private final Set<Long> begun = new HashSet<>();
        private final Set<Long> open = new HashSet<>();
        private long firstLimit = -1;
        private long limit = -1;
        private long mostAtOnce;
        private long beyond;

        void parameters(JsonNode data) {
            JsonNode streams = data.path("initial_max_streams_bidi");
            if (streams.isNumber() && isRemote(data)) {
                firstLimit = streams.asLong();
                limit = Math.max(limit, firstLimit);
            }
        }

        void sent(JsonNode frame) {
            long id = stream(frame);
            if (id >= 0 && begun.add(id)) {
                open.add(id);
                mostAtOnce = Math.max(mostAtOnce, open.size());
                if (limit >= 0 && id / 4 >= limit) {
                    beyond++;
                }
            }
        }

        void received(JsonNode frame) {
            String type = frame.path("frame_type").asText();
            if (type.equals("max_streams") && frame.path("stream_type").asText().startsWith("bidi")) {
                limit = Math.max(limit, frame.path("maximum").asLong());
            } else if (type.equals("reset_stream")) {
                open.remove(frame.path("stream_id").asLong());
            } else if (frame.path("fin").asBoolean()) {
                open.remove(stream(frame));
            }
        }

        private static boolean isRemote(JsonNode data) {
            return data.path("initiator").asText(data.path("owner").asText()).equals("remote");
        }

        /** The id of a STREAM frame on a stream that a client opened both ways; else -1. */
        private static long stream(JsonNode frame) {
            long id = frame.path("stream_id").asLong(-1);
            return frame.path("frame_type").asText().equals("stream") && id % 4 == 0 ? id : -1;
        }
    }
}
