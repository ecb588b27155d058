package dev.quiver.interop.cases.quic;

import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.Qlog;
import dev.quiver.testkit.relay.Direction;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LinkCounts;
import dev.quiver.testkit.relay.LossyRelay;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transfer in whose midst the client comes from elsewhere, as behind a NAT that forgets (RFC 9000 §9). */
final class Rebinding extends QuicCase {
    private static final LinkConditions LINK = LinkConditions.newBuilder()
            .megabits(10)
            .delay(Duration.ofMillis(15))
            .build();
    private static final Duration IDLE = Duration.ofSeconds(8);
    private static final int AT_ONCE = 2;

    private final boolean address;

    private Rebinding(boolean address, String name, String abbreviation, String title) {
        super(name, abbreviation, 60, title);
        this.address = address;
    }

    static Rebinding ofPort() {
        return new Rebinding(false, "rebind-port", "BP", "A transfer goes on after the client's port changed.");
    }

    static Rebinding ofAddress() {
        return new Rebinding(true, "rebind-addr", "BA", "A transfer goes on after the client's address changed.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        Assets assets = Assets.of(trial);
        Asset asset = assets.named("1m.bin");
        InetAddress next = address ? SecondAddress.towards(trial.address()) : null;
        LossyRelay relay = trial.relay(conditions -> conditions.both(LINK));
        Fetches fetches = new Fetches(
                trial,
                trial.open(trial.client()
                        .connectTo(relay.address())
                        .idleTimeout(IDLE)
                        .connectionLimits(1, 1)));
        Load load = Load.begin(trial, fetches, asset, AT_ONCE);
        load.untilUnderWay();
        rebind(relay, next);
        LinkCounts old = relay.counts(Direction.TO_CLIENT);
        long before = load.answered();
        boolean goesOn;
        try {
            // Those under way may have been on the old path whole: others have to follow.
            goesOn = load.until(Patience.left(trial), () -> load.answered() >= before + 2 * AT_ONCE);
            if (goesOn) {
                load.stop();
            }
        } catch (CaseEndedException e) {
            throw e;
        } catch (Exception e) {
            return Answer.failed("the connection ended after the rebinding: "
                    + Fetches.unwrapped(e).getMessage() + "; " + counts(relay, old));
        }
        if (!goesOn) {
            return Answer.failed("no more answers came whole after the rebinding; " + counts(relay, old));
        }
        List<Qlog> logs = Connections.of(trial);
        if (logs.size() != 1) {
            return Answer.failed("the connection did not outlive the rebinding: " + (logs.size() - 1)
                    + " more had to be made; " + counts(relay, old));
        }
        if (onNewPath(relay, old) == 0) {
            return Answer.failed(
                    "answers came whole after the rebinding, and none by the new path; " + counts(relay, old));
        }
        Qlog log = logs.get(0);
        long challenges = log.count(packet -> !packet.sent() && packet.has("path_challenge"));
        long responses = log.count(packet -> packet.sent() && packet.has("path_response"));
        if (challenges > 0 && responses == 0) {
            return Answer.failed("the server sent PATH_CHALLENGE, and the qlog has no PATH_RESPONSE to it");
        }
        return Answer.succeeded((load.answered() - before) + " answers as in " + asset.known() + " after the client "
                + (next == null ? "took another port" : "moved to " + next.getHostAddress())
                + ", on one connection by the qlog; " + counts(relay, old)
                + (challenges == 0
                        ? "; the server did not validate the new path, as RFC 9000 §9.3 wants"
                        : "; the qlog has " + challenges + " PATH_CHALLENGE and " + responses + " PATH_RESPONSE"));
    }

    private static void rebind(LossyRelay relay, @Nullable InetAddress next) throws Exception {
        if (next == null) {
            relay.rebind();
        } else {
            relay.rebind(next);
        }
    }

    private static String counts(LossyRelay relay, LinkCounts before) {
        return "the relay got " + onNewPath(relay, before) + " datagrams from the server on the new path and "
                + onOldPath(relay, before) + " on the old";
    }

    private static long onNewPath(LossyRelay relay, LinkCounts before) {
        return relay.counts(Direction.TO_CLIENT).received() - before.received() - onOldPath(relay, before);
    }

    private static long onOldPath(LossyRelay relay, LinkCounts before) {
        return relay.counts(Direction.TO_CLIENT).cutOff() - before.cutOff();
    }
}
