package dev.quiver.urlsession;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's final response goes. Called by the engine, one call at a time, in order, ending with {@link #end}; must
 * not block. After {@link #head} it asks for the body by {@link TaskEngine#demand}, at once or later.
 */
interface ResponseSink {
    void head(HttpUrlResponse response);

    /** A piece of the body, within what was asked for; read-only, the sink's from now on. */
    void data(ByteBuffer data);

    /** The task is over. */
    void end(@Nullable UrlError error, TaskMetrics metrics);
}
