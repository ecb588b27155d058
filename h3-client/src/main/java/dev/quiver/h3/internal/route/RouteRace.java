package dev.quiver.h3.internal.route;

import dev.quiver.h3.Route;
import dev.quiver.h3.Route.Attempt;
import dev.quiver.h3.Route.Outcome;
import dev.quiver.h3.Route.Via;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which transport one request takes. A QUIC handshake is given a head start, counted from its first packet and extended
 * when the server answers; when that is over, or QUIC has failed, the request is committed to TCP, and never again to QUIC
 * unless TCP could not even connect.
 * Takes events and the time in nanoseconds, answers with what to do. No clock, thread or socket. Not thread-safe.
 */
public final class RouteRace {
    /** What to do. */
    public enum Action {
        /** Wait for the next event. */
        WAIT,
        /** Wait, and say {@link #headStartOver} at {@link #headStartEnd()}. */
        WAIT_UNTIL_HEAD_START_END,
        /** Get a QUIC connection and tell what becomes of it. */
        GET_QUIC,
        /** Get a QUIC connection although QUIC is known to be broken: nothing else is left. */
        INSIST_ON_QUIC,
        /** Send by QUIC. */
        USE_QUIC,
        /**
         * Send by QUIC though the handshake goes on, whose events are still told. {@link #USE_TCP} and {@link #FAIL} may
         * follow, and take back what was sent.
         */
        USE_QUIC_EARLY,
        /** Send by TCP. */
        USE_TCP,
        /** Nothing is left to try; {@link #failure()} says why. */
        FAIL
    }

    /** How long it may take in all once the server has answered. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private enum State {
        NEW,
        RACING,
        ON_QUIC,
        ON_TCP,
        /** TCP could not connect; QUIC is still under way. */
        BACK_TO_QUIC,
        FAILED
    }

    private final @Nullable String noQuic;
    private final @Nullable String noTcp;
    private final long headStart;
    private State state = State.NEW;
    private long startedAt;
    private long tcpStartedAt;
    private long headStartEnd;
    private boolean timed;
    private boolean quicPending;
    private boolean quicWasReady;
    private boolean quicLeftAlone;
    private @Nullable String where;
    private boolean answered;
    private boolean sentEarly;
    private boolean early;
    private @Nullable Attempt quic;
    private @Nullable Attempt tcp;
    private @Nullable IOException quicFailure;
    private @Nullable IOException tcpFailure;

    /**
     * @param noQuic why QUIC is not to be tried, or null
     * @param noTcp why TCP is not to be tried, or null
     * @param headStart how long QUIC may take before TCP has its turn
     */
    public RouteRace(@Nullable String noQuic, @Nullable String noTcp, Duration headStart) {
        this.noQuic = noQuic;
        this.noTcp = noTcp;
        this.headStart = headStart.toNanos();
        if (noQuic != null) {
            quic = new Attempt(Via.QUIC, Outcome.SKIPPED, noQuic, Duration.ZERO, null);
        }
        if (noTcp != null) {
            tcp = new Attempt(Via.TCP, Outcome.SKIPPED, noTcp, Duration.ZERO, null);
        }
    }

    /** Begins. */
    public Action begin(long now) {
        startedAt = now;
        if (noQuic == null) {
            state = State.RACING;
            quicPending = true;
            return Action.GET_QUIC;
        }
        return noTcp == null ? toTcp(now) : fail();
    }

    /** A QUIC connection was there already. */
    public Action quicIsThere() {
        quicWasReady = true;
        return quicReady(startedAt);
    }

    /** QUIC goes elsewhere than to the origin's own port: there, for people. */
    public void quicGoesTo(String place) {
        where = place;
    }

    /**
     * The first packet of the handshake left at this time, which may be in the past; or what has to come before a handshake
     * began.
     */
    public Action quicFirstPacket(long at, long now) {
        // A second address has what is left of the first one's time.
        if (state != State.RACING || noTcp != null || timed) {
            return Action.WAIT;
        }
        timed = true;
        headStartEnd = at + headStart;
        return headStartEnd - now <= 0 ? headStartOver(now) : Action.WAIT_UNTIL_HEAD_START_END;
    }

    /** The server answered: UDP gets through, and what takes long now would take as long over TCP. */
    public Action quicAnswered(long now) {
        if (state != State.RACING || noTcp != null || answered || !timed) {
            return Action.WAIT;
        }
        answered = true;
        headStartEnd += PATIENCE.toNanos() - headStart;
        return headStartEnd - now <= 0 ? headStartOver(now) : Action.WAIT_UNTIL_HEAD_START_END;
    }

    /** When the head start is over. */
    public long headStartEnd() {
        return headStartEnd;
    }

    /** The head start is over. */
    public Action headStartOver(long now) {
        if (state != State.RACING || !quicPending || noTcp != null || headStartEnd - now > 0) {
            return Action.WAIT;
        }
        quic = new Attempt(
                Via.QUIC,
                Outcome.LOST,
                (answered
                                ? "the server answered, but the handshake took longer than " + PATIENCE.toMillis()
                                : "no answer came" + from() + " within the head start of " + headStart / 1_000_000)
                        + " ms; it goes on, for later requests",
                since(now),
                null);
        return toTcp(now);
    }

    /** A QUIC connection can take the request before its handshake is done. */
    public Action quicEarly() {
        if (state != State.RACING || !quicPending || sentEarly) {
            return Action.WAIT;
        }
        sentEarly = true;
        early = true;
        return Action.USE_QUIC_EARLY;
    }

    /** What was sent early came to nothing; what becomes of the handshake is told apart. */
    public void earlyLost() {
        early = false;
    }

    /** Whether the request is committed to QUIC. */
    public boolean isOnQuic() {
        return state == State.ON_QUIC;
    }

    /** The QUIC connection is ready. */
    public Action quicReady(long now) {
        quicPending = false;
        if (state != State.RACING && state != State.BACK_TO_QUIC) {
            return Action.WAIT;
        }
        return early ? onQuic(now, Action.WAIT) : onQuic(now, Action.USE_QUIC);
    }

    /**
     * What was sent early is being answered.
     *
     * @return whether that is of use: QUIC was not given up
     */
    public boolean earlyAnswered(long now) {
        if (state == State.RACING && early) {
            quicPending = false;
            onQuic(now, Action.WAIT);
        }
        return state == State.ON_QUIC;
    }

    private Action onQuic(long now, Action next) {
        quic = new Attempt(Via.QUIC, Outcome.WON, where == null ? null : "at " + where, since(now), null);
        if (tcp == null) {
            tcp = new Attempt(
                    Via.TCP,
                    Outcome.NOT_NEEDED,
                    quicWasReady ? "a QUIC connection was there already" : "QUIC was ready within its head start",
                    Duration.ZERO,
                    null);
        }
        state = State.ON_QUIC;
        return next;
    }

    private String from() {
        return where == null ? "" : " from " + where;
    }

    /** QUIC is known not to work for now; it would still be tried if nothing else were left. */
    public Action quicIsBroken(String reason, long now) {
        quicLeftAlone = true;
        return skipped(reason, Route.Cause.BACK_OFF, now);
    }

    /** What QUIC waited for has come, and it can be asked for again. */
    public Action askAgain() {
        if (quicPending && (state == State.RACING || state == State.BACK_TO_QUIC)) {
            return Action.GET_QUIC;
        }
        if (quicPending && state == State.ON_TCP) {
            quicPending = false;
            quicLeftAlone = true;
        }
        return Action.WAIT;
    }

    /** There is nowhere to try QUIC. */
    public Action quicIsNowhere(String reason, long now) {
        return skipped(reason, Route.Cause.NOWHERE, now);
    }

    private Action skipped(String reason, Route.Cause cause, long now) {
        quicPending = false;
        quic = new Attempt(Via.QUIC, Outcome.SKIPPED, reason, Duration.ZERO, null, cause);
        return noTcp == null && tcpFailure == null ? toTcp(now) : fail();
    }

    /** There will be no QUIC connection. */
    public Action quicFailed(IOException failure, long now) {
        quicPending = false;
        quicFailure = failure;
        if (state == State.RACING || state == State.BACK_TO_QUIC) {
            quic = new Attempt(Via.QUIC, Outcome.FAILED, String.valueOf(failure.getMessage()), since(now), failure);
            return state == State.RACING && noTcp == null ? toTcp(now) : fail();
        }
        return Action.WAIT;
    }

    /** The connection that was to be used cannot do what the request needs, and nothing was sent on it. */
    public Action quicIsUnfit(IOException why, long now) {
        if (state != State.ON_QUIC) {
            return Action.WAIT;
        }
        quicFailure = why;
        quic = new Attempt(Via.QUIC, Outcome.FAILED, String.valueOf(why.getMessage()), since(now), why);
        if (noTcp != null || tcpFailure != null) {
            return fail();
        }
        tcp = null;
        return toTcp(now);
    }

    /**
     * TCP failed.
     *
     * @param nothingSent whether it could not even connect, so that the request may still go by QUIC
     */
    public Action tcpFailed(IOException failure, boolean nothingSent, long now) {
        tcpFailure = failure;
        tcp = new Attempt(
                Via.TCP,
                Outcome.FAILED,
                String.valueOf(failure.getMessage()),
                Duration.ofNanos(now - tcpStartedAt),
                failure);
        if (quicPending && nothingSent) {
            state = State.BACK_TO_QUIC;
            return Action.WAIT;
        }
        if (quicLeftAlone && nothingSent) {
            quicLeftAlone = false;
            quicPending = true;
            state = State.BACK_TO_QUIC;
            return Action.INSIST_ON_QUIC;
        }
        return fail();
    }

    /** TCP answered. */
    public void tcpAnswered(long now) {
        tcp = new Attempt(Via.TCP, Outcome.WON, null, Duration.ofNanos(now - tcpStartedAt), null);
    }

    private Action toTcp(long now) {
        state = State.ON_TCP;
        tcpStartedAt = now;
        return Action.USE_TCP;
    }

    private Action fail() {
        state = State.FAILED;
        return Action.FAIL;
    }

    private Duration since(long now) {
        return Duration.ofNanos(now - startedAt);
    }

    /**
     * What to tell the caller when nothing is left: the failure that says more. That a port is closed or silent says the
     * least, since the other transport had something else to say.
     */
    public @Nullable IOException failure() {
        if (quicFailure == null) {
            return tcpFailure;
        }
        return tcpFailure == null || Telling.of(quicFailure) >= Telling.of(tcpFailure) ? quicFailure : tcpFailure;
    }

    /** The story so far. */
    public Route route() {
        List<Attempt> attempts = new ArrayList<>(2);
        if (quic != null) {
            attempts.add(quic);
        }
        if (tcp != null) {
            attempts.add(tcp);
        } else if (state == State.ON_TCP) {
            attempts.add(new Attempt(Via.TCP, Outcome.LOST, "it had not answered yet", Duration.ZERO, null));
        }
        return new Route(attempts);
    }
}
