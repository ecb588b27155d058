package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Target;
import dev.quiver.interop.Trial;
import dev.quiver.testkit.relay.LossyRelay;

/** A server that wants an address proved before it begins (RFC 9000 §8.1.2). */
final class Retry extends QuicCase {
    Retry() {
        super("retry", "S", 20, "The server sends a Retry, and the handshake is completed with its token.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Target place = Places.of(trial.target(), "retry");
        boolean declared = place != trial.target();
        Assets assets = Assets.at(trial, place);
        RetryWatch watch = new RetryWatch();
        LossyRelay relay =
                trial.keep(LossyRelay.newBuilder(place.address()).tap(watch).start());
        Fetches fetches = new Fetches(trial, place, trial.open(trial.client().connectTo(relay.address())));
        fetches.one(assets.named("1k.bin"));
        Connections.one(trial);
        boolean reported = trial.handshakes().get(0).retry();
        if (watch.given() == 0) {
            String seen = "no Retry was sent by " + place.authority();
            return declared
                    ? Answer.failed(seen + ", which is said to demand one")
                    : Answer.unsupported(
                            Answer.By.SERVER, seen + "; where another port of it demands one, declare retry=HOST:PORT");
        }
        if (!watch.broughtBack() || !reported) {
            return Answer.failed("a Retry was sent, and "
                    + (reported ? "no Initial brought its token back" : "the handshake's report does not know of it"));
        }
        return Answer.succeeded(
                "the relay saw a Retry and an Initial with its token; the one handshake that followed is "
                        + "complete by the qlog, and the answer as in "
                        + assets.named("1k.bin").known());
    }
}
