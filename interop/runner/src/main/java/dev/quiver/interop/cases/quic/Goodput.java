package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.time.Duration;
import java.util.Locale;

/** How much of a link of 10 Mbit/s bodies get. */
final class Goodput extends QuicCase {
    /** Each way, as the QUIC interop runner has it, and for others beside: its queue is 25 packets long. */
    static final LinkConditions LINK = LinkConditions.newBuilder()
            .megabits(10)
            .delay(Duration.ofMillis(15))
            .queue(25 * 1500)
            .build();

    private static final int SMALL_AT_ONCE = 16;
    private static final Duration SMALL_LASTS = Duration.ofSeconds(5);

    Goodput() {
        super("goodput", "G", 90, "How fast bodies come over a link of 10 Mbit/s and 15 ms each way.");
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        Asset asset = assets.named("16m.bin");
        LossyRelay relay = trial.relay(conditions -> conditions.both(LINK));
        Fetches fetches = new Fetches(
                trial, trial.open(trial.client().connectTo(relay.address()).connectionLimits(1, 1)));
        long began = System.nanoTime();
        String what;
        if (assets.haveFiles()) {
            fetches.one(asset);
            what = "one body of " + fetches.bytes() + " bytes";
        } else {
            Load load = Load.begin(trial, fetches, asset, SMALL_AT_ONCE);
            load.until(SMALL_LASTS, () -> false);
            load.stop();
            what = load.answered() + " bodies of " + asset.body().length() + " bytes, " + SMALL_AT_ONCE
                    + " at once, their fields not counted";
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Connections.one(trial);
        return Answer.measured(
                kbps(fetches.bytes(), seconds),
                String.format(
                        Locale.ROOT,
                        "%s as in %s in %.2f s, handshake included; the relay took %d bytes from the server, %d datagrams "
                                + "were lost before its bottleneck; one connection by the qlog, measured once",
                        what,
                        asset.known(),
                        seconds,
                        relay.counts(Direction.TO_CLIENT).bytesSent(),
                        relay.counts(Direction.TO_CLIENT).queueFull()));
    }

    /** Thousands of bits a second, in the QUIC interop runner's words. */
    static String kbps(long bytes, double seconds) {
        return Math.round(8 * bytes / seconds / 1000) + " kbps";
    }
}
