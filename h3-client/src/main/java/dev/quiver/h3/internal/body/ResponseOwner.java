package dev.quiver.h3.internal.body;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.internal.message.ResponseHead;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Whose response a {@link ResponseDelivery} delivers. */
public interface ResponseOwner<T> {
    /** On the event loop: the call has a stream. */
    void opened();

    /** On the event loop: the final head came. */
    void headReceived(ResponseHead head);

    /**
     * On the event loop, after all else there: nothing more will come of the call.
     *
     * @return the failure, with what the owner knows beyond it; null for null
     */
    @Nullable
    H3Exception over(@Nullable H3Exception failure);

    /** On the deliverer: an interim response. */
    void informational(InformationalResponse response);

    /**
     * On the deliverer: who takes the body.
     *
     * @return null if nobody does: what is left of the response is given up
     */
    @Nullable
    BodySubscriber<T> subscriber(ResponseHead head);

    /** On the deliverer: what the subscriber makes of the body. */
    void body(CompletionStage<T> body);

    /** On the deliverer: it failed before there was a subscriber. */
    void failed(IOException failure);

    /** On the deliverer: the handler or the subscriber threw; what is left of the response was given up. */
    void thrown(Throwable thrown);
}
