package dev.quiver.h3.internal.exchange;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.internal.message.Publishers;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;
import java.net.http.HttpRequest.BodyPublisher;
import org.jspecify.annotations.Nullable;

/** Whether a request that failed on a QUIC connection is sent again by itself. Pure. */
public final class Retries {
    /** A server that goes away, or is busy, may refuse more than once; one that always does must not be asked for ever. */
    static final int MOST_WITHOUT_TCP = 5;

    private Retries() {}

    /** What to do. */
    public enum Again {
        /** Tell the caller. */
        NOT,
        /** Send it again, by whatever is ready first. */
        ELSEWHERE,
        /** Send it by TCP. */
        BY_TCP
    }

    /**
     * Once more if the server certainly did nothing with it (RFC 9114 §4.1.1, §5.2), and if that happens again, by TCP, or
     * where TCP may not be used, a few times more; once more also if the connection was lost before a safe request (RFC
     * 9110 §9.2.1) had any answer. All else is the caller's.
     *
     * @param tries how often it was sent again already
     * @param replayable whether its body can be had again
     * @param tcp whether it may go by TCP
     */
    public static Again after(H3Exception failure, int tries, boolean safe, boolean replayable, boolean tcp) {
        if (!replayable || failure.scope() == ErrorScope.MESSAGE || failure.kind() == H3Exception.Kind.CANCELLED) {
            return Again.NOT;
        }
        if (withdrawn(failure)) {
            return Again.ELSEWHERE;
        }
        if (failure.outcome() == RequestOutcome.NOT_PROCESSED) {
            if (tcp) {
                return tries == 0 ? Again.ELSEWHERE : tries == 1 ? Again.BY_TCP : Again.NOT;
            }
            return tries < MOST_WITHOUT_TCP ? Again.ELSEWHERE : Again.NOT;
        }
        boolean lost = failure.scope() == ErrorScope.CONNECTION
                && failure.origin() != Origin.LOCAL
                && !failure.responseHeadReceived();
        return safe && lost && tries == 0 ? Again.ELSEWHERE : Again.NOT;
    }

    /**
     * Whether a safe request that went out before the handshake's end goes again because the server broke a rule, most
     * likely the one on what it had said when it gave the ticket (RFC 9114 §7.2.4.2): a whole handshake may mend that. Once
     * only, and not behind an answer.
     *
     * @param tries how often it was sent again already
     */
    public static boolean afterBrokenResumption(H3Exception failure, int tries) {
        return failure.kind() == H3Exception.Kind.H3_PROTOCOL
                && failure.scope() == ErrorScope.CONNECTION
                && !failure.responseHeadReceived()
                && tries == 0;
    }

    /** Whether it only gave up waiting for a stream, because another connection has some. */
    public static boolean withdrawn(H3Exception failure) {
        return failure.kind() == H3Exception.Kind.STREAM_RESET
                && failure.origin() == Origin.LOCAL
                && failure.outcome() == RequestOutcome.NOT_PROCESSED;
    }

    /** Whether a method is defined as safe (RFC 9110 §9.2.1). */
    public static boolean safe(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    /**
     * Whether a body can be had again.
     *
     * @param untouched whether its publisher was not subscribed to
     */
    public static boolean replayable(@Nullable BodyPublisher body, boolean untouched) {
        return body == null || untouched || Publishers.isReplayable(body);
    }
}
