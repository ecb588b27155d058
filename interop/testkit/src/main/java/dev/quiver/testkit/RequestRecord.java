package dev.quiver.testkit;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the server saw of one request, at the moment of asking.
 *
 * @param connection which connection it came on, counted from 1
 * @param streamId its stream: 0, 4, 8 and so on
 * @param method the method
 * @param target path and query
 * @param fields all fields but the pseudo-fields
 * @param trailers fields behind the body
 * @param bodyBytes how much of the body was read
 * @param bodySha256 the digest of just that, in hex; of nothing at all while {@code bodyEnded} is false
 * @param bodyEnded whether the client finished the body and the server read all of it
 * @param status the answer's status; empty before the head was sent
 * @param responseBytes how much of the answer's body the transport has taken
 * @param outcome how it stands
 * @param code the code of the reset, when {@code outcome} tells of one and the transport reveals it
 */
public record RequestRecord(
        long connection,
        long streamId,
        String method,
        String target,
        Fields fields,
        Fields trailers,
        long bodyBytes,
        String bodySha256,
        boolean bodyEnded,
        OptionalInt status,
        long responseBytes,
        Outcome outcome,
        OptionalLong code) {

    /** How an exchange stands. */
    public enum Outcome {
        /** Not over. */
        IN_PROGRESS,
        /** Answered to the end. */
        ANSWERED,
        /** The server reset the stream. */
        RESET_BY_SERVER,
        /** The client reset its request (RESET_STREAM). */
        RESET_BY_CLIENT,
        /** The client wanted no more of the answer (STOP_SENDING). Seen when the server writes. */
        STOPPED_BY_CLIENT,
        /** The server did not process it: it came after GOAWAY. */
        REJECTED,
        /** The connection ended first. */
        CONNECTION_LOST
    }
}
