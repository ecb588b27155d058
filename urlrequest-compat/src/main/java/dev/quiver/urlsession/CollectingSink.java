package dev.quiver.urlsession;

import dev.quiver.urlsession.BodyCollector.TooLongException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Collects the body for a completion handler or a future. */
final class CollectingSink implements ResponseSink {
    private static final int AHEAD = 16;

    private final DataTask task;
    private final BodyCollector body = new BodyCollector(BodyCollector.LONGEST);

    CollectingSink(DataTask task) {
        this.task = task;
    }

    @Override
    public void head(HttpUrlResponse response) {
        task.engine().demand(AHEAD);
    }

    @Override
    public void data(ByteBuffer data) {
        try {
            body.add(data);
            task.engine().demand(1);
        } catch (TooLongException tooLong) {
            task.engine().fail(tooLong);
        }
    }

    @Override
    public void end(@Nullable UrlError error, TaskMetrics metrics) {
        task.settle(error, metrics, error == null ? body.bytes() : new byte[0]);
    }
}
