package dev.quiver.interop.cases.quic;

import dev.quiver.h3.H3Response;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Protocol;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.StreamUse;
import java.util.List;

/** Requests side by side on one HTTP/3 connection. */
final class Http3Requests extends QuicCase {
    Http3Requests() {
        super("http3", "3", 20, "Three requests at once are answered on one HTTP/3 connection.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        List<Asset> wanted = assets.named("1k.bin", "64k.bin", "1m.bin");
        List<H3Response<Received>> answers = new Fetches(trial, trial.open()).together(wanted);
        if (answers.stream().anyMatch(answer -> answer.protocol() != Protocol.H3)) {
            return Answer.failed("not all were answered over HTTP/3");
        }
        List<PeerStream> streams = answers.get(answers.size() - 1).peerStreams();
        if (streams.stream().noneMatch(stream -> stream.type().equals("control"))) {
            return Answer.failed("the server opened no control stream (RFC 9114 §6.2.1), only " + streams);
        }
        StreamUse use = StreamUse.of(Connections.one(trial));
        if (use.opened() != wanted.size()) {
            return Answer.failed(
                    "answered, and the qlog has " + use.opened() + " request streams, not " + wanted.size());
        }
        return Answer.succeeded(
                wanted.size() + " answers as in " + wanted.get(0).known() + ", on " + use.opened()
                        + " streams of one connection by its qlog; the server opened "
                        + streams.stream()
                                .map(stream -> stream.type() + " on " + stream.id())
                                .toList());
    }
}
