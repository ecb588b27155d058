package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.testkit.relay.LossyRelay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How much a server sends to an address that may not be its owner's. */
final class AmplificationLimit extends QuicCase {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    AmplificationLimit() {
        super(
                "amplificationlimit",
                "A",
                40,
                "The server sends three times what it got at most, until the client's address is validated.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        Asset asset = assets.named("1k.bin");
        Amplification amplification = new Amplification();
        LossyRelay relay = trial.relay(conditions -> conditions.tap(amplification));
        Fetches fetches = new Fetches(
                trial,
                trial.open(trial.client()
                        .connectTo(relay.address())
                        .handshakeTimeout(PATIENCE)
                        .connectTimeout(PATIENCE)
                        .connectionLimits(1, 1)));
        CompletableFuture<?> fetch = fetches.begin(asset);
        Patience.until(trial, PATIENCE, () -> fetch.isDone() || amplification.beyond());
        if (amplification.beyond()) {
            return Answer.failed(amplification.told() + ", where RFC 9000 §8.1 allows three times");
        }
        fetches.await(fetch, asset + ": 0 of 1");
        List<Qlog> logs = Connections.of(trial);
        Qlog log = logs.get(logs.size() - 1);
        if (!Connections.complete(log)) {
            return Answer.failed("answered, and no handshake is complete by the qlog");
        }
        if (!amplification.validated() || !amplification.retried() && amplification.taken() == 0) {
            return Answer.failed(
                    "answered, and the relay saw no Handshake packet of the client; " + amplification.told());
        }
        return Answer.succeeded(amplification.told()
                + (amplification.retried()
                        ? " by a Retry's token"
                        : ", though " + amplification.taken() + " of the client's datagrams were lost; the server's "
                                + "handshake messages have " + Tickets.handshakeBytes(log) + " bytes by the qlog")
                + "; the handshake is complete, and the answer as in " + asset.known());
    }
}
