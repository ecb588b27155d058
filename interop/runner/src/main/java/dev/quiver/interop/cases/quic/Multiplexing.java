package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.StreamUse;
import java.util.Collections;
import java.util.List;

/** More requests on one connection than the server lets be open at once, so that it has to allow more again and again. */
final class Multiplexing extends QuicCase {
    private static final int REQUESTS = 200;

    Multiplexing() {
        super(
                "multiplexing",
                "M",
                30,
                REQUESTS + " requests at once are answered on one connection, within the stream limit.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        List<Asset> wanted = Collections.nCopies(REQUESTS, assets.named("1k.bin"));
        // One connection, whatever the server's limit: else a second one would be made for what has to wait.
        Fetches fetches = new Fetches(trial, trial.open(trial.client().connectionLimits(1, 1)));
        fetches.together(wanted);
        StreamUse use = StreamUse.of(Connections.one(trial));
        if (use.beyond() > 0 || use.opened() != REQUESTS) {
            return Answer.failed(use.opened() + " streams were opened for " + REQUESTS + " requests, " + use.beyond()
                    + " of them beyond the server's limit (RFC 9000 §4.6)");
        }
        String limit = use.firstLimit() < 0
                ? "; its limit is not in the qlog"
                : use.lastLimit() > use.firstLimit()
                        ? "; it allowed " + use.firstLimit() + " at first and raised that to " + use.lastLimit()
                        : "; it allowed " + use.firstLimit()
                                + " from the beginning, so that it never had to raise that";
        return Answer.succeeded(REQUESTS + " answers as in " + wanted.get(0).known() + ", by the qlog on "
                + use.opened() + " streams of one connection, " + use.mostAtOnce() + " open at once at most" + limit);
    }
}
