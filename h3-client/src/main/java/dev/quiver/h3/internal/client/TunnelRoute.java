package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.exchange.Retries;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.message.RequestHead;
import dev.quiver.h3.internal.message.ResponseHead;
import dev.quiver.h3.internal.message.WireRequest;
import dev.quiver.h3.internal.observe.Observation;
import dev.quiver.h3.internal.tunnel.Tunnel;
import dev.quiver.h3.internal.wire.PeerSettings;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The way of one extended CONNECT to a server that allows it, or to TCP. */
final class TunnelRoute implements RouteDriver.Sender {
    /** Hears what comes of it, on any thread, event loops included. */
    interface Taker {
        void answered(Tunnel tunnel, Tunnel.Answer answer, Route route);

        /** HTTP/3 is not to be had; tells {@link TunnelRoute#tcpOpened} or {@link TunnelRoute#tcpFailed}. */
        void useTcp();

        void failed(Throwable cause);
    }

    private static final String NOT_ALLOWED =
            "the server does not allow an extended CONNECT (SETTINGS_ENABLE_CONNECT_PROTOCOL, RFC 9220 §3)";

    private final Core core;
    private final URI uri;
    private final OriginKey origin;
    private final OriginEntry entry;
    private final RequestHead head;
    private final boolean datagrams;
    private final Permits permits;
    private final Taker taker;
    private final RouteDriver driver;
    private final Clockwork clock = new Clockwork(System.nanoTime());
    private final @Nullable Observation observation;

    // Guarded by this.
    private boolean dead;
    private int tries;
    private boolean misdirected;
    private @Nullable Tunnel tunnel;

    /**
     * @param shown the request as the caller gave it
     * @param request the same, with an http or https URI
     * @param head the request as HTTP/3 sends it
     * @param noTcp why TCP is of no use, or null
     */
    TunnelRoute(
            Core core,
            ObservedExchange.Kind kind,
            HttpRequest shown,
            WireRequest request,
            RequestHead head,
            H3Options options,
            boolean datagrams,
            @Nullable String noTcp,
            Taker taker) {
        this.core = core;
        this.uri = request.uri();
        this.head = head;
        this.datagrams = datagrams;
        this.taker = taker;
        this.origin = OriginKey.of(uri);
        this.entry = core.origins.entry(origin);
        Permits usual = Permits.of(core.settings, request, options, origin, core.proxies.proxy(uri, entry.proxies));
        this.permits = noTcp == null ? usual : new Permits(usual.noQuic(), noTcp);
        this.observation = Observation.begin(core.listeners, options.exchangeListener(), kind, shown);
        this.driver = new RouteDriver(core, entry, options.discovery(), false, options.earlyData(), this, observation);
    }

    void start() {
        driver.start(permits);
    }

    @Override
    public void waits() {
        clock.waited();
    }

    // ---- HTTP/3

    @Override
    public void sendByQuic(Wire chosen, boolean early) {
        // Only after the server has said that it may be done (RFC 8441 §3).
        Duration limit = core.settings.connectLimit();
        chosen.settings()
                .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((settings, error) -> settled(chosen, settings, error));
    }

    private void settled(Wire chosen, @Nullable PeerSettings settings, @Nullable Throwable error) {
        if (settings != null && settings.extendedConnect()) {
            open(chosen);
        } else if (error != null && Hop.unwrapped(error) instanceof H3Exception known) {
            driver.quicIsUnfit(known);
        } else {
            driver.quicIsUnfit(unfit(error == null ? NOT_ALLOWED : "the server sent no SETTINGS in time"));
        }
    }

    private H3Exception unfit(String why) {
        return new H3Exception(
                H3Exception.Kind.IO,
                ErrorScope.MESSAGE,
                Origin.PEER,
                null,
                RequestOutcome.NOT_PROCESSED,
                origin + " cannot be spoken to as wished over HTTP/3: " + why,
                null,
                H3Exception.Progress.NONE,
                H3Exception.Setting.UNKNOWN);
    }

    private void open(Wire chosen) {
        Tunnel opened;
        synchronized (this) {
            if (dead) {
                return;
            }
            opened = Tunnel.open(chosen, driver.addressed(head, chosen), datagrams);
            tunnel = opened;
        }
        if (observation != null) {
            observation.headSent();
        }
        opened.answer().whenComplete((answer, error) -> {
            if (answer != null) {
                answered(opened, answer);
            } else {
                lost(error);
            }
        });
    }

    private void answered(Tunnel opened, Tunnel.Answer answer) {
        ResponseHead response = answer.head();
        if (response.status() == 421 && goesElsewhere(opened.wire())) {
            driver.again(Refusals.misdirected(origin), null);
            return;
        }
        List<String> altSvc = response.fields().all("alt-svc");
        // RFC 7838 §6: not from a server that may not speak for the origin.
        if (!altSvc.isEmpty() && response.status() != 421) {
            core.altSvc.heard(origin, altSvc, Refusals.seconds(response.fields().first("age")));
        }
        clock.firstByte();
        if (observation != null) {
            observation.headReceived(response.status(), Protocol.H3);
        }
        observed(opened.wire().handshake(), null);
        taker.answered(opened, answer, driver.route());
    }

    /** The opening is over, for who watches. */
    private void observed(@Nullable HandshakeReport handshake, @Nullable Throwable cause) {
        if (observation != null) {
            clock.end();
            observation.ended(clock.metrics(handshake, 0, 0), driver.route(), cause);
        }
    }

    private void fail(Throwable cause) {
        observed(null, cause);
        taker.failed(cause);
    }

    /** Whether another connection may fare better (RFC 9110 §15.5.20); once. */
    private boolean goesElsewhere(Wire wrong) {
        synchronized (this) {
            if (dead || misdirected) {
                return false;
            }
            misdirected = true;
        }
        return entry.misdirected(wrong);
    }

    private void lost(@Nullable Throwable error) {
        if (!(error instanceof H3Exception known)) {
            fail(new IOException(error));
            return;
        }
        Retries.Again next;
        synchronized (this) {
            if (dead) {
                return;
            }
            // Nothing is sent before the answer, so that nothing is lost by sending the head again.
            next = Retries.after(known, tries, false, true, permits.noTcp() == null);
            tries += Retries.withdrawn(known) ? 0 : 1;
        }
        switch (next) {
            case NOT -> fail(driver.located(known));
            case ELSEWHERE -> driver.again(known, null);
            case BY_TCP -> driver.again(known, "QUIC was tried twice for this request");
        }
    }

    @Override
    public void takeBack() {
        throw new IllegalStateException("a CONNECT is never sent early");
    }

    // ---- TCP, and the ends

    @Override
    public void sendByTcp() {
        synchronized (this) {
            if (dead) {
                return;
            }
        }
        taker.useTcp();
    }

    /** @param nothingSent whether not even a connection came about */
    void tcpFailed(Throwable failure, boolean nothingSent) {
        if (failure instanceof H3Exception known) {
            driver.tcpFailed(known, nothingSent);
        } else {
            // The server's own answer, such as a refusal, is what the caller wants to see.
            if (observation != null
                    && failure instanceof WebSocketHandshakeException refused
                    && refused.getResponse() != null) {
                observation.headReceived(
                        refused.getResponse().statusCode(),
                        Versions.protocol(refused.getResponse().version()));
            }
            fail(failure);
        }
    }

    void tcpOpened() {
        driver.tcpAnswered();
        if (observation != null) {
            // RFC 6455 §4.1: the JDK's client upgrades HTTP/1.1.
            observation.headReceived(101, Protocol.HTTP_1_1);
        }
        observed(null, null);
    }

    @Override
    public void nothingLeft() {
        fail(driver.failure(uri));
    }

    /** The story so far. */
    Route route() {
        return driver.route();
    }

    /**
     * Gives up; the taker is told nothing any more.
     *
     * @param cause what the caller hears
     */
    void cancel(Throwable cause) {
        Tunnel open;
        synchronized (this) {
            dead = true;
            open = tunnel;
        }
        driver.stop();
        observed(null, cause);
        if (open != null) {
            open.reset(H3ErrorCode.H3_REQUEST_CANCELLED);
        }
    }
}
