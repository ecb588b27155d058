package dev.quiver.interop.cases.quic;

import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.cases.Described;
import dev.quiver.interop.evidence.Qlog;
import java.util.List;

/** A handshake, and a request over it. */
final class Handshake extends Described {
    Handshake() {
        super(Group.QUIC, "handshake", "H", "One handshake is completed, and a request answered over it.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        H3Response<byte[]> response = trial.get(trial.open(), trial.target().path());
        List<Qlog> logs = trial.finish();
        if (logs.size() != 1) {
            return Answer.failed("made " + logs.size() + " connections, not one");
        }
        Qlog log = logs.get(0);
        boolean done = log.packets().stream()
                .anyMatch(packet -> !packet.sent() && packet.type().equals("1RTT") && packet.has("handshake_done"));
        if (!done) {
            return Answer.failed("the server answered with " + response.statusCode()
                    + ", and its HANDSHAKE_DONE (RFC 9001 §4.1.2) is not in the qlog");
        }
        return Answer.succeeded("status " + response.statusCode() + ", "
                + trial.handshakes().get(0).cipherSuite() + "; HANDSHAKE_DONE is in the qlog");
    }
}
