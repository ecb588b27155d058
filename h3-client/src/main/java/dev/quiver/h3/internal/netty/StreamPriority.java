package dev.quiver.h3.internal.netty;

import dev.quiver.h3.Priority;
import org.jspecify.annotations.Nullable;

/**
 * The priority of one request: what the server was told, and what it is to be told (RFC 9218). On the event loop.
 */
final class StreamPriority {
    private final RequestStream stream;
    private @Nullable Priority said;
    private @Nullable Priority wanted;

    /** @param said what the request's own field says, or null for nothing */
    StreamPriority(RequestStream stream, @Nullable Priority said) {
        this.stream = stream;
        this.said = said;
        this.wanted = said;
    }

    /** From now on this holds. */
    void change(Priority next) {
        wanted = next;
        update();
    }

    /** The stream is open, its head is about to be written. */
    void opening() {
        if (said != null) {
            orderUpload(said);
        }
    }

    /** Says what is wanted, if that is news, while the stream is open: before, and after its end, it means nothing. */
    void update() {
        Priority next = wanted;
        if (next == null || next.equals(said) || stream.isOver() || !stream.hasStream()) {
            return;
        }
        orderUpload(next);
        if (stream.connection().priorityUpdate(stream.id(), next)) {
            said = next;
        }
    }

    private void orderUpload(Priority priority) {
        stream.connection().signals().priority(stream.channel(), priority.urgency(), priority.incremental());
    }
}
