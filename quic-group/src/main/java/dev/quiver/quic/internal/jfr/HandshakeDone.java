package dev.quiver.quic.internal.jfr;

import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.HandshakeReport;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One handshake, from the start of the group to its being ready or failing. */
@Name("dev.quiver.quic.Handshake")
@Label("QUIC Handshake")
@Category({"Quiver", "QUIC"})
@Description("Look-up, handshake and trust verdict of a group, successful or not")
@StackTrace(false)
public final class HandshakeDone extends Event {
    @Label("Group")
    private @Nullable String group;

    @Label("Remote Address")
    private @Nullable String remote;

    @Label("Application Protocol")
    private @Nullable String alpn;

    @Label("Cipher Suite")
    private @Nullable String cipherSuite;

    @Label("Resumed")
    @Description("yes, no or unknown")
    private @Nullable String resumed;

    @Label("Early Data")
    private @Nullable String earlyData;

    @Label("Retry")
    private boolean retry;

    @Label("Failure Kind")
    @Description("Empty when the handshake succeeded")
    private @Nullable String failure;

    @Label("Failure Message")
    private @Nullable String message;

    /** Ends what {@link #begin()} began, if anybody records it. */
    public void done(String group, HandshakeReport report) {
        end();
        if (!shouldCommit()) {
            return;
        }
        this.group = group;
        this.remote = String.valueOf(report.remote());
        this.alpn = report.alpn();
        this.cipherSuite = report.cipherSuite();
        this.resumed = report.resumed() == null ? "unknown" : report.resumed() ? "yes" : "no";
        this.earlyData = report.earlyData().name();
        this.retry = report.retry();
        HandshakeFailure failed = report.failure();
        this.failure = failed == null ? "" : failed.kind().name();
        this.message = failed == null ? "" : failed.message();
        commit();
    }
}
