package dev.quiver.h3.internal.jfr;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.route.Endpoint;
import dev.quiver.quic.HandshakeReport;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One HTTP/3 connection, from the decision to make it to its being ready or failing. */
@Name("dev.quiver.h3.Connection")
@Label("HTTP/3 Connection")
@Category({"Quiver", "HTTP"})
@Description("Look-up, handshake and trust verdict of a connection that a client made for an origin")
@StackTrace(false)
public final class ConnectionMade extends Event {
    @Label("For")
    @Description("The origin, which the server has to prove to be")
    private final String origin;

    @Label("Place")
    @Description("Where the connection leads, and how that was found")
    private final String place;

    @Label("Remote Address")
    private @Nullable String remote;

    @Label("Resumed")
    @Description("yes, no or unknown")
    private @Nullable String resumed;

    @Label("Failure Kind")
    @Description("Empty when it is ready")
    private @Nullable String failure;

    @Label("Failure Message")
    private @Nullable String message;

    private ConnectionMade(String origin, String place) {
        this.origin = origin;
        this.place = place;
    }

    /** An event that has begun; null while nobody records: then it costs nothing. */
    public static @Nullable ConnectionMade begin(OriginKey origin, Endpoint endpoint) {
        if (!new ConnectionMade("", "").isEnabled()) {
            return null;
        }
        ConnectionMade event = new ConnectionMade(origin.toString(), endpoint.toString());
        event.begin();
        return event;
    }

    /** The connection is ready. */
    public void ready(HandshakeReport report) {
        done(report, "", "");
    }

    /** There is none. */
    public void failed(H3Exception cause) {
        done(cause.handshake(), cause.kind().name(), String.valueOf(cause.getMessage()));
    }

    private void done(@Nullable HandshakeReport report, String kind, String words) {
        end();
        if (shouldCommit()) {
            remote = report == null || report.remote() == null
                    ? ""
                    : report.remote().toString();
            Boolean ticket = report == null ? null : report.resumed();
            resumed = ticket == null ? "unknown" : ticket ? "yes" : "no";
            failure = kind;
            message = words;
            commit();
        }
    }
}
