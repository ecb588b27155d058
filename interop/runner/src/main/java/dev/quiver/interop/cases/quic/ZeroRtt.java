package dev.quiver.interop.cases.quic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.interop.evidence.QlogPacket;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.HandshakeReport.EarlyData;
import dev.quiver.quic.SessionCache;
import java.util.List;

/** A request with a connection's first packet (RFC 9001 §4.6). */
final class ZeroRtt extends QuicCase {
    ZeroRtt() {
        super("zerortt", "Z", 20, "A request goes out before the handshake's end, and is answered.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        SessionCache sessions = SessionCache.inMemory();
        Tickets.earn(trial, early(trial, sessions), assets.named("1k.bin"));
        H3Response<Received> response = new Fetches(trial, early(trial, sessions)).one(assets.named("1k.bin"));
        HandshakeReport handshake = response.handshake();
        List<Qlog> logs = Connections.of(trial);
        if (logs.size() != 2) {
            return Answer.failed("made " + logs.size() + " connections, not two" + ends(logs));
        }
        if (!Tickets.came(logs.get(0))) {
            return Answer.unsupported(Answer.By.SERVER, Tickets.NONE_CAME);
        }
        if (handshake == null || handshake.earlyData() == EarlyData.NONE) {
            return Answer.unsupported(
                    Answer.By.SERVER, "a session ticket came, and it does not allow early data (RFC 8446 §4.2.10)");
        }
        Qlog log = logs.get(1);
        List<QlogPacket> packets = log.packets();
        List<QlogPacket> sentEarly = packets.stream()
                .filter(packet -> packet.sent() && packet.type().equals("0RTT") && Connections.hasRequestStream(packet))
                .toList();
        if (sentEarly.isEmpty()) {
            return Answer.failed("early data was offered, and no 0-RTT packet in the qlog has a request's stream");
        }
        if (handshake.earlyData() == EarlyData.REJECTED) {
            return Answer.failed(
                    "a request went out in 0-RTT packets, and the server rejected them although its ticket "
                            + "allows early data; the request was sent again and answered");
        }
        boolean acknowledged = sentEarly.stream().anyMatch(packet -> acknowledged(packets, packet.number()));
        boolean sentAgain = packets.stream()
                .anyMatch(packet ->
                        packet.sent() && packet.type().equals("1RTT") && Connections.hasRequestStream(packet));
        // The answer may come before the acknowledgement, and be the last that is waited for.
        return acknowledged || !sentAgain
                ? Answer.succeeded("the request went out in " + sentEarly.size()
                        + " 0-RTT packets before the handshake's end, and was accepted: by the qlog "
                        + (acknowledged ? "the server acknowledged them" : "it was answered without being sent again")
                        + "; the answer is as in " + assets.named("1k.bin").known())
                : Answer.failed(
                        "a request went out in 0-RTT packets, and by the qlog they were not acknowledged and the "
                                + "request was sent again after the handshake: the server did not take them");
    }

    /** How the connections ended that did not end well. */
    private static String ends(List<Qlog> logs) {
        StringBuilder ends = new StringBuilder();
        for (Qlog log : logs) {
            Answer end = Closing.check(log);
            if (end != null) {
                ends.append("; ").append(end.reason());
            }
        }
        return ends.toString();
    }

    /** A ticket for early data is earned by a connection that would send it. */
    private static H3Client early(Trial trial, SessionCache sessions) {
        return trial.open(trial.client()
                .sessions(sessions)
                .options(trial.options().earlyData(true).build()));
    }

    /** Whether an ACK of 1-RTT packets, whose numbers 0-RTT packets share (RFC 9000 §12.3), has this one. */
    private static boolean acknowledged(List<QlogPacket> packets, long number) {
        for (QlogPacket packet : packets) {
            if (packet.sent() || !packet.type().equals("1RTT")) {
                continue;
            }
            for (JsonNode frame : packet.frames()) {
                for (JsonNode range : frame.path("acked_ranges")) {
                    long first = range.path(0).asLong();
                    long last = range.path(range.size() - 1).asLong();
                    if (first <= number && number <= last) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
