package dev.quiver.quic.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** One stream, from its opening to its end. */
@Name("dev.quiver.quic.Stream")
@Label("QUIC Stream")
@Category({"Quiver", "QUIC"})
@Description("A stream of a connection, from its opening to the end of both its directions")
@StackTrace(false)
@Threshold("20 ms")
public final class StreamEvent extends Event {
    @Label("Group")
    private final String group;

    @Label("Stream Id")
    private final long streamId;

    @Label("Bidirectional")
    private final boolean bidirectional;

    @Label("Opened Here")
    private final boolean local;

    private StreamEvent(String group, long streamId, boolean bidirectional, boolean local) {
        this.group = group;
        this.streamId = streamId;
        this.bidirectional = bidirectional;
        this.local = local;
    }

    /** An event that has begun, to be committed at the stream's end; null while nobody records: then it costs nothing. */
    public static @Nullable StreamEvent begin(String group, long streamId, boolean bidirectional, boolean local) {
        // Not by the event's type, which a JVM without a flight recorder has none of.
        if (!new StreamEvent("", 0, false, false).isEnabled()) {
            return null;
        }
        StreamEvent event = new StreamEvent(group, streamId, bidirectional, local);
        event.begin();
        return event;
    }
}
