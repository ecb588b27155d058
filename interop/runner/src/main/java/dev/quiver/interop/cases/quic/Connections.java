package dev.quiver.interop.cases.quic;

import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.interop.evidence.QlogPacket;
import java.io.IOException;
import java.util.List;

/** The connections of a trial, by their qlogs. */
final class Connections {
    private Connections() {}

    /** Ends the trial's clients and reads the connections that a server answered on at all, the earliest first. */
    static List<Qlog> of(Trial trial) throws IOException {
        return trial.finish().stream()
                .filter(log -> log.count(packet -> !packet.sent()) > 0)
                .toList();
    }

    /** The same where there must be one, with its handshake completed. */
    static Qlog one(Trial trial) throws IOException, CaseEndedException {
        List<Qlog> logs = of(trial);
        if (logs.size() != 1) {
            throw CaseEndedException.failed("made " + logs.size() + " connections, not one");
        }
        Qlog log = logs.get(0);
        if (!confirmed(log)) {
            throw CaseEndedException.failed(
                    "answered, and the server's HANDSHAKE_DONE (RFC 9001 §4.1.2) is not in the qlog");
        }
        return log;
    }

    /** Whether the server confirmed the handshake. */
    static boolean confirmed(Qlog log) {
        return log.count(packet -> !packet.sent() && packet.type().equals("1RTT") && packet.has("handshake_done")) > 0;
    }

    /** Whether the handshake was completed: both sides read what the other encrypted by its outcome. */
    static boolean complete(Qlog log) {
        return log.count(packet -> !packet.sent() && packet.type().equals("1RTT") && packet.has("stream")) > 0;
    }

    /** How many times the ClientHello's beginning was sent in an Initial. */
    static long clientHellos(Qlog log) {
        return log.count(packet -> packet.sent()
                && packet.type().equals("initial")
                && packet.frames().stream()
                        .anyMatch(frame -> frame.path("frame_type").asText().equals("crypto")
                                && frame.path("offset").asLong() == 0));
    }

    /** Whether a packet has bytes of a stream that the client opened both ways. */
    static boolean hasRequestStream(QlogPacket packet) {
        return packet.frames().stream()
                .anyMatch(frame -> frame.path("frame_type").asText().equals("stream")
                        && frame.path("stream_id").asLong(-1) % 4 == 0);
    }
}
