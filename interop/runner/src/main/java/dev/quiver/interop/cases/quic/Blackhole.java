package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.time.Duration;

/** A transfer in whose midst the network swallows everything for two seconds. */
final class Blackhole extends QuicCase {
    private static final Duration LASTS = Duration.ofSeconds(2);
    private static final LinkConditions LINK = LinkConditions.newBuilder()
            .megabits(10)
            .delay(Duration.ofMillis(15))
            .build();
    private static final int AT_ONCE = 2;

    Blackhole() {
        super("blackhole", "B", 60, "A transfer goes on after the network swallowed everything for two seconds.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        Asset asset = assets.named("1m.bin");
        LossyRelay relay = trial.relay(conditions -> conditions.both(LINK));
        Fetches fetches = new Fetches(
                trial, trial.open(trial.client().connectTo(relay.address()).connectionLimits(1, 1)));
        Load load = Load.begin(trial, fetches, asset, AT_ONCE);
        load.untilUnderWay();
        relay.cutOff();
        load.until(LASTS, () -> false);
        relay.resume();
        long before = load.answered();
        boolean goesOn = load.until(Patience.left(trial), () -> load.answered() >= before + AT_ONCE);
        long swallowedThere = relay.counts(Direction.TO_SERVER).cutOff();
        long swallowedBack = relay.counts(Direction.TO_CLIENT).cutOff();
        String swallowed = "the relay swallowed " + swallowedThere + " datagrams to the server and " + swallowedBack
                + " from it within " + LASTS.toSeconds() + " s";
        if (!goesOn) {
            return Answer.failed("no answer came whole after the cut: " + before + " before it; " + swallowed);
        }
        load.stop();
        Connections.one(trial);
        return swallowedThere + swallowedBack == 0
                ? Answer.failed("nothing was under way while the network was cut")
                : Answer.succeeded(swallowed + "; " + before + " answers before its end and "
                        + (load.answered() - before) + " after it, all on one connection by the qlog, and as in "
                        + asset.known());
    }
}
