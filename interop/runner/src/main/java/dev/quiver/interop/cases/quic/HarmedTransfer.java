package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LossyRelay;
import java.util.List;

/** A transfer through a network that harms two datagrams of a hundred. */
final class HarmedTransfer extends QuicCase {
    private static final double SHARE = 0.02;
    private static final long BYTES = 2 << 20;
    private static final int SMALL_FETCHES = 60;

    private final Harm harm;

    HarmedTransfer(Harm harm, String name, String abbreviation, String title) {
        super(name, abbreviation, 60, title);
        this.harm = harm;
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        Asset asset = assets.named("1m.bin");
        LossyRelay relay = trial.relay(conditions -> conditions.seed(2).both(harm.link(SHARE)));
        Fetches fetches = new Fetches(
                trial, trial.open(trial.client().connectTo(relay.address()).connectionLimits(1, 1)));
        Load load = Load.begin(trial, fetches, asset, 2);
        // Of a small answer as many as it takes until something was harmed each way; of a large one just two.
        load.until(
                Patience.left(trial),
                () -> harm.isDone(List.of(relay))
                        && (relay.counts(Direction.TO_CLIENT).bytesSent() >= BYTES / 2
                                || load.answered() >= SMALL_FETCHES));
        load.stop();
        Connections.one(trial);
        if (!harm.isDone(List.of(relay))) {
            return Answer.failed("the network did no harm in all the time there was: " + harm.told(List.of(relay)));
        }
        return Answer.succeeded(load.answered() + " answers as in " + asset.known() + " on one connection, "
                + fetches.bytes() + " bytes; " + harm.told(List.of(relay)));
    }
}
