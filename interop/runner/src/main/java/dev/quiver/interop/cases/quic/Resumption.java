package dev.quiver.interop.cases.quic;

import dev.quiver.h3.H3Response;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.SessionCache;
import java.util.List;

/** A second connection by the first one's session ticket, without a certificate (RFC 8446 §2.2). */
final class Resumption extends QuicCase {
    Resumption() {
        super("resumption", "R", 20, "A second connection resumes the first one's TLS session.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        SessionCache sessions = SessionCache.inMemory();
        HandshakeReport first =
                Tickets.earn(trial, trial.open(trial.client().sessions(sessions)), assets.named("1k.bin"));
        H3Response<Received> response =
                new Fetches(trial, trial.open(trial.client().sessions(sessions))).one(assets.named("1k.bin"));
        HandshakeReport second = response.handshake();
        List<Qlog> logs = Connections.of(trial);
        if (logs.size() != 2 || !logs.stream().allMatch(Connections::complete)) {
            return Answer.failed("made " + logs.size() + " connections in place of two complete ones");
        }
        if (!Tickets.came(logs.get(0))) {
            return Answer.unsupported(Answer.By.SERVER, Tickets.NONE_CAME);
        }
        if (second == null || !Boolean.TRUE.equals(second.resumed())) {
            return Answer.failed(
                    "a session ticket came, and the connection made with it was not resumed: the server " + "presented "
                            + (second == null ? "?" : second.presentedChain().size()) + " certificates again");
        }
        long fullBytes = Tickets.handshakeBytes(logs.get(0));
        long resumedBytes = Tickets.handshakeBytes(logs.get(1));
        if (resumedBytes >= fullBytes) {
            return Answer.failed("said to be resumed, and the qlog has " + resumedBytes
                    + " bytes of the server's handshake messages, after " + fullBytes + " the first time");
        }
        return Answer.succeeded("the first handshake brought "
                + first.presentedChain().size()
                + " certificates, the second none; the server's handshake messages took "
                + fullBytes + " and " + resumedBytes + " bytes by the qlogs; both answers as in "
                + assets.named("1k.bin").known());
    }
}
