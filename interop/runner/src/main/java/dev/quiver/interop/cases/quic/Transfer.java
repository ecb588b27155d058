package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import java.util.List;

/** Bodies of several sizes at once over one connection, every byte of them, and its end without an error. */
final class Transfer extends QuicCase {
    Transfer() {
        super(
                "transfer",
                "DC",
                30,
                "Files of several sizes come whole over one connection, which is closed without error.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        List<Asset> wanted = assets.named("1k.bin", "64k.bin", "1m.bin", "1m.bin", "1m.bin");
        Fetches fetches = new Fetches(trial, trial.open());
        fetches.together(wanted);
        Qlog log = Connections.one(trial);
        long received = StreamBytes.received(log);
        if (received < fetches.bytes()) {
            return Answer.failed(
                    "the bodies have " + fetches.bytes() + " bytes, and the qlog has only " + received + " of streams");
        }
        Answer close = Closing.check(log);
        return close != null
                ? close
                : Answer.succeeded(wanted.size() + " answers, " + fetches.bytes() + " bytes, each as in "
                        + wanted.get(0).known() + "; the qlog has " + received
                        + " bytes of streams on one connection and no error at its close");
    }
}
