package dev.quiver.cli.compare;

import dev.quiver.cli.transfer.Failure;
import dev.quiver.h3.Route;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of one client.
 *
 * @param answer what came; null when it failed
 * @param connect from the first packet to a connection that can carry requests, TLS included; null where there was one
 *     already, or the client does not tell
 * @param firstByte from the start to the response's head; null when none came
 * @param total from the start to the body's end, or to the failure
 * @param route what Quiver tried; null for the others
 * @param failure why it failed, or null
 */
public record Sample(
        @Nullable Answer answer,
        @Nullable Duration connect,
        @Nullable Duration firstByte,
        Duration total,
        @Nullable Route route,
        @Nullable Failure failure) {
    static Sample answered(Answer answer, @Nullable Duration connect, Duration firstByte, Duration total) {
        return new Sample(answer, connect, firstByte, total, null, null);
    }

    static Sample failed(Failure failure, Duration total) {
        return new Sample(null, null, null, total, null, failure);
    }
}
