package dev.quiver.quic.internal.jfr;

import dev.quiver.quic.PathEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The way to the peer changed. */
@Name("dev.quiver.quic.Path")
@Label("QUIC Path")
@Category({"Quiver", "QUIC"})
@Description("Packets leave from another address, the way to the peer was lost or is back, or a better one appeared")
@StackTrace(false)
public final class PathChange extends Event {
    @Label("Group")
    private @Nullable String group;

    @Label("Change")
    @Description("PathChanged, ViabilityChanged or BetterPath")
    private @Nullable String change;

    @Label("Details")
    private @Nullable String details;

    /** Records the event, if anybody does. */
    public static void record(String group, PathEvent happened) {
        PathChange event = new PathChange();
        if (event.shouldCommit()) {
            event.group = group;
            event.change = happened.getClass().getSimpleName();
            event.details = happened.toString();
            event.commit();
        }
    }
}
