package dev.quiver.interop.cases.quic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.interop.Answer;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.time.Duration;

/** A handshake over a way so long that its first packet is sent again before any answer can come. */
final class LongRtt extends QuicCase {
    private static final Duration ONE_WAY = Duration.ofMillis(750);
    private static final LinkConditions FAR =
            LinkConditions.newBuilder().delay(ONE_WAY).megabits(10).build();

    LongRtt() {
        super("longrtt", "LR", 30, "A handshake is completed where the round trip takes 1.5 s.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        LossyRelay relay = trial.relay(conditions -> conditions.both(FAR));
        Duration patience = Duration.ofSeconds(20);
        Fetches fetches = new Fetches(
                trial,
                trial.open(trial.client()
                        .connectTo(relay.address())
                        .handshakeTimeout(patience)
                        .connectTimeout(patience)));
        fetches.one(assets.named("1k.bin"));
        Qlog log = Connections.one(trial);
        double minRtt = minRtt(log);
        if (minRtt < ONE_WAY.multipliedBy(2).toMillis()) {
            return Answer.failed("answered, and the qlog has a round trip of " + minRtt + " ms");
        }
        return Answer.succeeded("one handshake, its ClientHello sent " + Connections.clientHellos(log)
                + " times; min_rtt in the qlog is " + Math.round(minRtt) + " ms; the answer is as in "
                + assets.named("1k.bin").known());
    }

    /** The least round trip seen, in milliseconds; 0 where the log has none. */
    private static double minRtt(Qlog log) {
        boolean answered = false;
        double min = 0;
        for (Qlog.Event event : log.events()) {
            answered |= event.name().endsWith(":packet_received");
            JsonNode rtt = event.data().path("min_rtt");
            // What it says before the first answer is a guess (RFC 9002 §6.2.2).
            if (answered && rtt.isNumber()) {
                min = rtt.asDouble();
            }
        }
        return min;
    }
}
