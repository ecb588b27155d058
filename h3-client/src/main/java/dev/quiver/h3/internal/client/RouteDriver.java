package dev.quiver.h3.internal.client;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.altsvc.Place;
import dev.quiver.h3.internal.message.RequestHead;
import dev.quiver.h3.internal.observe.Observation;
import dev.quiver.h3.internal.route.RouteRace;
import dev.quiver.h3.internal.route.RouteRace.Action;
import dev.quiver.h3.internal.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Acts on what the {@link RouteRace} of one request decides: asks the origin for a connection, keeps the head start, and
 * says by what to send. Safe to use from any thread.
 */
final class RouteDriver implements Asker {
    /** Who sends. Told on any thread, event loops included. */
    interface Sender {
        /** No connection was there, so that the request waits for one. */
        void waits();

        /** @param early whether the handshake goes on: what is sent may be taken back */
        void sendByQuic(Wire wire, boolean early);

        /** What was sent early is given up; nothing more of it is to be told. */
        void takeBack();

        void sendByTcp();

        /** Nothing is left to try; {@link RouteDriver#failure} says why. */
        void nothingLeft();
    }

    private final Core core;
    private final OriginEntry entry;
    private final Discovery discovery;
    private final boolean repeatable;
    private final boolean earlyData;
    private final Sender sender;
    private final @Nullable Observation observation;

    // Guarded by this.
    private final @Nullable RaceReport report;
    private final List<Route.Attempt> earlier = new ArrayList<>(0);
    private Permits permits = new Permits(null, null);
    private @Nullable RouteRace race;
    private @Nullable Wire wire;
    private Timers.@Nullable Timer headStart;
    private boolean insisting;
    private boolean stopped;
    private boolean mayGoEarly;
    private boolean outEarly;
    private boolean sentEarly;

    /**
     * @param repeatable whether the request may be sent again should its connection turn out to be dead
     * @param earlyData whether connections are made for early data, which then what is repeatable may be
     * @param observation who watches, or null
     */
    RouteDriver(
            Core core,
            OriginEntry entry,
            Discovery discovery,
            boolean repeatable,
            boolean earlyData,
            Sender sender,
            @Nullable Observation observation) {
        this.core = core;
        this.entry = entry;
        this.discovery = discovery;
        this.repeatable = repeatable;
        this.earlyData = earlyData;
        this.mayGoEarly = repeatable && earlyData;
        this.sender = sender;
        this.observation = observation;
        this.report = observation == null ? null : new RaceReport(observation);
    }

    void start(Permits allowed) {
        synchronized (this) {
            permits = allowed;
        }
        begin(allowed.noQuic());
    }

    /**
     * What was sent by QUIC is to be sent again.
     *
     * @param noQuic why not by QUIC any more, or null
     */
    void again(H3Exception why, @Nullable String noQuic) {
        synchronized (this) {
            // RFC 8470 §5.2: once only, whatever the reason.
            mayGoEarly = false;
            outEarly = false;
            earlier.addAll(race().route().attempts().stream()
                    .map(attempt -> Refusals.sentAgain(attempt, why))
                    .filter(attempt -> attempt.via() == Route.Via.QUIC)
                    .toList());
            if (report != null) {
                report.anew();
            }
        }
        if (observation != null) {
            observation.retried(why);
        }
        begin(noQuic);
    }

    private void begin(@Nullable String noQuic) {
        act(decide(() -> {
            RouteRace begun =
                    new RouteRace(noQuic, permits.noTcp(), noQuic == null ? entry.headStart() : Duration.ZERO);
            race = begun;
            return begun.begin(System.nanoTime());
        }));
    }

    private synchronized Action decide(Supplier<Action> decision) {
        return stopped ? Action.WAIT : decision.get();
    }

    private RouteRace race() {
        RouteRace begun = race;
        if (begun == null) {
            throw new IllegalStateException("not begun");
        }
        return begun;
    }

    /** Tells who watches what is new. */
    private void report(Action next) {
        if (report != null) {
            synchronized (this) {
                RouteRace begun = race;
                report.tell(next, begun == null ? List.of() : begun.route().attempts());
            }
        }
    }

    private void act(Action action) {
        report(action);
        switch (action) {
            case WAIT -> {}
            case GET_QUIC -> getQuic();
            case INSIST_ON_QUIC -> {
                synchronized (this) {
                    insisting = true;
                }
                getQuic();
            }
            case WAIT_UNTIL_HEAD_START_END -> keepHeadStart();
            case USE_QUIC -> {
                stopHeadStart();
                sender.sendByQuic(chosen(), false);
            }
            case USE_QUIC_EARLY -> sender.sendByQuic(chosen(), true);
            case USE_TCP -> {
                stopHeadStart();
                takeBack();
                sender.sendByTcp();
            }
            case FAIL -> {
                takeBack();
                sender.nothingLeft();
            }
        }
    }

    private void takeBack() {
        boolean out;
        synchronized (this) {
            out = outEarly;
            outEarly = false;
        }
        if (out) {
            sender.takeBack();
        }
    }

    private synchronized Wire chosen() {
        Wire ready = wire;
        if (ready == null) {
            throw new IllegalStateException("chosen without a connection");
        }
        return ready;
    }

    private synchronized Way.Asking asking() {
        return new Way.Asking(discovery, insisting || permits.noTcp() != null, repeatable, earlyData);
    }

    private void getQuic() {
        Way way = entry.acquire(this, asking());
        if (way instanceof Way.Use use) {
            take(use.wire(), () -> race().quicIsThere());
        } else if (way instanceof Way.Broken broken) {
            act(decide(() -> race().quicIsBroken(broken.reason(), System.nanoTime())));
        } else if (way instanceof Way.Nowhere nowhere) {
            act(decide(() -> race().quicIsNowhere(nowhere.reason(), System.nanoTime())));
        } else {
            sender.waits();
            if (way instanceof Way.Wait wait && wait.since() != null) {
                headStartFrom(wait.since());
                if (wait.answered()) {
                    firstAnswer();
                }
            }
            if (way instanceof Way.Wait wait && wait.early() != null) {
                early(wait.early());
            }
        }
    }

    private void take(Wire ready, Supplier<Action> decision) {
        act(decide(() -> {
            String where = entry.where(ready);
            if (where != null) {
                race().quicGoesTo(where);
            }
            Action next = decision.get();
            if (next == Action.USE_QUIC || next == Action.USE_QUIC_EARLY) {
                wire = ready;
            }
            return next;
        }));
    }

    // ---- what the origin tells

    @Override
    public void resolved(List<InetAddress> addresses) {
        if (observation != null) {
            observation.resolved(addresses);
        }
    }

    @Override
    public void firstPacket(long at) {
        if (observation != null) {
            observation.handshakeStarted();
        }
        headStartFrom(at);
    }

    private void headStartFrom(long at) {
        act(decide(() -> race().quicFirstPacket(at, System.nanoTime())));
    }

    @Override
    public void firstAnswer() {
        act(decide(() -> race().quicAnswered(System.nanoTime())));
    }

    @Override
    public void early(Wire ready) {
        take(ready, () -> {
            Action next = mayGoEarly ? race().quicEarly() : Action.WAIT;
            sentEarly |= next == Action.USE_QUIC_EARLY;
            outEarly |= next == Action.USE_QUIC_EARLY;
            return next;
        });
    }

    @Override
    public void ready(Wire ready) {
        if (observation != null) {
            observation.connected(ready.handshake());
        }
        take(ready, () -> {
            Action next = race().quicReady(System.nanoTime());
            settled();
            return next;
        });
    }

    /** What was sent early is not taken back any more. */
    private void settled() {
        if (race().isOnQuic()) {
            outEarly = false;
            stopHeadStart();
        }
    }

    @Override
    public void failed(H3Exception cause) {
        act(decide(() -> race().quicFailed(cause, System.nanoTime())));
    }

    @Override
    public void askAgain() {
        act(decide(() -> race().askAgain()));
    }

    // ---- what the sender tells

    /** What was sent early is being answered; whether it was not given up before. */
    synchronized boolean earlyAnswered() {
        boolean useful = !stopped && outEarly && race().earlyAnswered(System.nanoTime());
        settled();
        report(Action.WAIT);
        return useful || race().isOnQuic();
    }

    /**
     * What was sent early came to nothing, with its connection.
     *
     * @return whether something else is tried by itself
     */
    synchronized boolean earlyLost() {
        boolean out = outEarly;
        outEarly = false;
        if (out) {
            race().earlyLost();
        }
        return out;
    }

    /** The connection that was chosen cannot do what the request needs, and nothing was sent. */
    void quicIsUnfit(H3Exception why) {
        act(decide(() -> race().quicIsUnfit(why, System.nanoTime())));
    }

    synchronized void tcpAnswered() {
        race().tcpAnswered(System.nanoTime());
        report(Action.WAIT);
    }

    /** @param nothingSent whether not even a connection came about */
    void tcpFailed(H3Exception failure, boolean nothingSent) {
        act(decide(() -> race().tcpFailed(failure, nothingSent, System.nanoTime())));
    }

    // ---- what is known

    /** The head as it is to be sent on this connection. */
    RequestHead addressed(RequestHead head, Wire chosen) {
        Place alternative = entry.alternative(chosen);
        return alternative == null ? head : head.withAltUsed(alternative.toString());
    }

    /** The story so far. */
    synchronized Route route() {
        Route latest = race == null ? new Route(List.of()) : race.route();
        if (earlier.isEmpty()) {
            return latest;
        }
        List<Route.Attempt> all = new ArrayList<>(earlier);
        all.addAll(latest.attempts());
        return new Route(all);
    }

    /** Why nothing is left to try, as the JDK's client names it. */
    IOException failure(URI uri) {
        IOException failure;
        synchronized (this) {
            failure = race().failure();
        }
        if (failure == null) {
            failure = Refusals.noRoute(uri, route());
        }
        if (!(failure instanceof H3Exception known)) {
            return failure;
        }
        H3Exception told = located(known);
        return Refusals.notConnected(wentEarly() ? Refusals.sentEarly(told) : told, core.settings.connectTimeout());
    }

    private synchronized boolean wentEarly() {
        return sentEarly;
    }

    /** With what is known of where it happened. */
    H3Exception located(H3Exception failure) {
        Wire used;
        synchronized (this) {
            used = wire;
        }
        return failure.with(
                new H3Exception.Progress(
                        failure.requestBytesSent(), failure.responseHeadReceived(), failure.responseBytesReceived()),
                new H3Exception.Setting(
                        failure.handshake() == null && used != null ? used.handshake() : failure.handshake(),
                        route(),
                        failure.peerStreams().isEmpty() && used != null ? used.peerStreams() : failure.peerStreams()));
    }

    // ---- the end

    /** Does nothing more. */
    void stop() {
        synchronized (this) {
            stopped = true;
        }
        stopHeadStart();
        entry.leave(this);
    }

    private synchronized void keepHeadStart() {
        stopHeadStart();
        headStart = core.timers.afterNanos(
                race().headStartEnd() - System.nanoTime(),
                () -> act(decide(() -> race().headStartOver(System.nanoTime()))));
    }

    private synchronized void stopHeadStart() {
        if (headStart != null) {
            headStart.cancel();
            headStart = null;
        }
    }
}
