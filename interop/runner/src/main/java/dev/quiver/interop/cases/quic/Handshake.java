package dev.quiver.interop.cases.quic;

import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.quic.HandshakeReport;

/** One handshake, and a request over it. */
final class Handshake extends QuicCase {
    Handshake() {
        super("handshake", "H", 20, "One handshake is completed, and a request answered over it.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        H3Response<Received> response = new Fetches(trial, trial.open()).one(assets.named("1k.bin"));
        Connections.one(trial);
        HandshakeReport handshake = trial.handshakes().get(0);
        if (!Long.valueOf(1).equals(handshake.quicVersion()) || !"h3".equals(handshake.alpn())) {
            return Answer.failed("spoke QUIC version " + handshake.quicVersion() + " and " + handshake.alpn());
        }
        return Answer.succeeded("one connection of QUIC 1, h3, " + handshake.cipherSuite()
                + (handshake.retry() ? ", after a Retry" : "") + "; its HANDSHAKE_DONE is in the qlog; status "
                + response.statusCode() + ", " + response.body().length() + " bytes as in "
                + assets.named("1k.bin").known());
    }
}
