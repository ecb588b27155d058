package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LossyRelay;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How two connections share a link. The second is of QUIC too: there is no TCP through the relay. */
final class CrossTraffic extends QuicCase {
    private static final Duration LASTS = Duration.ofSeconds(8);
    private static final int AT_ONCE = 4;

    CrossTraffic() {
        super(
                "crosstraffic",
                "C",
                60,
                "How fast bodies come over a link of 10 Mbit/s beside a second connection of QUIC.");
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        Asset asset = assets.named("1m.bin");
        LossyRelay relay = trial.relay(conditions -> conditions.both(Goodput.LINK));
        Fetches mine = fetches(trial, relay);
        Fetches other = fetches(trial, relay);
        long began = System.nanoTime();
        Load competing = Load.begin(trial, other, asset, AT_ONCE);
        Load measured = Load.begin(trial, mine, asset, AT_ONCE);
        measured.until(LASTS, () -> false);
        double seconds = (System.nanoTime() - began) / 1e9;
        long mineThen = mine.bytes();
        long otherThen = other.bytes();
        measured.stop();
        competing.stop();
        List<Qlog> logs = Connections.of(trial);
        if (logs.size() != 2) {
            return Answer.failed("made " + logs.size() + " connections, not two");
        }
        if (measured.answered() == 0 || competing.answered() == 0) {
            return Answer.failed("a connection got nothing whole beside the other: " + measured.answered() + " and "
                    + competing.answered() + " answers");
        }
        return Answer.measured(
                Goodput.kbps(mineThen, seconds),
                String.format(
                        Locale.ROOT,
                        "%.0f %% of %d bytes that two connections got through the same bottleneck in %.1f s, each %d at "
                                + "once, by their two qlogs; %d datagrams were lost before it by the relay's count; the second "
                                + "connection is of QUIC, not of TCP as the QUIC interop runner's; answers as in %s",
                        100.0 * mineThen / Math.max(1, mineThen + otherThen),
                        mineThen + otherThen,
                        seconds,
                        AT_ONCE,
                        relay.counts(Direction.TO_CLIENT).queueFull(),
                        asset.known()));
    }

    private static Fetches fetches(Trial trial, LossyRelay relay) {
        return new Fetches(
                trial, trial.open(trial.client().connectTo(relay.address()).connectionLimits(1, 1)));
    }
}
