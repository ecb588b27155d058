package dev.quiver.quic.internal.jfr;

import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A connection ended. */
@Name("dev.quiver.quic.Close")
@Label("QUIC Close")
@Category({"Quiver", "QUIC"})
@Description("A connection ended: why, and by whom")
@StackTrace(false)
public final class ConnectionClosed extends Event {
    @Label("Group")
    private @Nullable String group;

    @Label("Kind")
    private @Nullable String kind;

    @Label("Origin")
    private @Nullable String origin;

    @Label("Code")
    @Description("As the RFC spells it; empty when none was on the wire")
    private @Nullable String code;

    @Label("Message")
    private @Nullable String message;

    /** Records the end, if anybody does. */
    public static void record(String group, QuicException cause) {
        ConnectionClosed event = new ConnectionClosed();
        if (event.shouldCommit()) {
            event.group = group;
            event.kind = cause.kind().name();
            event.origin = cause.origin().name();
            QuicErrorCode sent = cause.code();
            event.code = sent == null ? "" : sent.toString();
            event.message = cause.getMessage();
            event.commit();
        }
    }
}
