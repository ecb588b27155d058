package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.multipart.MultipartBoundary;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Hands the response to a delegate; what waits for it is bounded, so that a slow one slows the server. */
final class DelegateSink implements ResponseSink {
    /** How many pieces may wait for the delegate. */
    private static final int AHEAD = 4;

    private final DataTask task;
    private final TaskVoice voice;
    private @Nullable PartDelivery parts;

    DelegateSink(DataTask task, TaskVoice voice) {
        this.task = task;
        this.voice = voice;
    }

    @Override
    public void head(HttpUrlResponse response) {
        parts = MultipartBoundary.of(response.headers())
                .map(boundary -> new PartDelivery(task, voice, response, boundary))
                .orElse(null);
        voice.ask(
                delegate -> delegate instanceof UrlSessionDataDelegate data
                        ? data.didReceiveResponse(task.session(), task, response)
                        : CompletableFuture.completedFuture(ResponseDisposition.ALLOW),
                ResponseDisposition.ALLOW,
                (disposition, failure) -> {
                    if (failure != null) {
                        task.engine().fail(failure);
                    } else if (disposition == ResponseDisposition.CANCEL) {
                        task.cancel();
                    } else {
                        task.engine().demand(AHEAD);
                    }
                });
    }

    @Override
    public void data(ByteBuffer data) {
        if (parts != null) {
            parts.data(data);
            return;
        }
        voice.tell(delegate -> {
            try {
                if (delegate instanceof UrlSessionDataDelegate told) {
                    told.didReceiveData(task.session(), task, data);
                }
            } finally {
                task.engine().demand(1);
            }
        });
    }

    @Override
    public void end(@Nullable UrlError error, TaskMetrics metrics) {
        if (parts != null) {
            parts.end(error, metrics);
        } else {
            task.settle(error, metrics, new byte[0]);
        }
    }
}
