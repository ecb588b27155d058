package dev.quiver.h3.internal.wire;

import dev.quiver.h3.Priority;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.RequestHead;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request, to be sent on one connection.
 *
 * @param head the checked head
 * @param body what is subscribed to once the call has a stream; null for none
 * @param trailers what follows the body, asked for once it has ended, on the executor; null for nothing. What it throws
 *     fails the call
 * @param bodyExecutor where the publisher is subscribed to and asked for more; it may block there
 * @param expectContinue whether the body waits for a 100 (RFC 9110 §10.1.1)
 * @param priority what the head says of its priority (RFC 9218), or null; this side's own data is ordered by it
 * @param listener hears the response
 * @param turnsLoop whether the thread that submits it will turn the connection's loop next, which need not be woken
 */
public record Call(
        RequestHead head,
        @Nullable BodyPublisher body,
        @Nullable Supplier<FieldLines> trailers,
        Executor bodyExecutor,
        boolean expectContinue,
        @Nullable Priority priority,
        CallListener listener,
        boolean turnsLoop) {}
