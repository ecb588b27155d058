package dev.quiver.testkit.internal.log;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.internal.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One request's page in the {@link RequestLog}. Safe to use from any thread. */
public final class LoggedRequest {
    private static final String SHA256_OF_NOTHING =
            HexFormat.of().formatHex(Sha256.fresh().digest());

    private final RequestLog log;
    private final long connection;
    private final long streamId;
    private final String method;
    private final String target;
    private final Fields fields;
    private Fields trailers = Fields.EMPTY;
    private @Nullable MessageDigest digest;
    private String sha256 = SHA256_OF_NOTHING;
    private long bodyBytes;
    private boolean bodyEnded;
    private int status;
    private long responseBytes;
    private Outcome outcome = Outcome.IN_PROGRESS;
    private OptionalLong code = OptionalLong.empty();

    LoggedRequest(RequestLog log, long connection, long streamId, String method, String target, Fields fields) {
        this.log = log;
        this.connection = connection;
        this.streamId = streamId;
        this.method = method;
        this.target = target;
        this.fields = fields;
    }

    /** A part of the body was read; its position is left alone. */
    public synchronized void body(ByteBuffer data) {
        if (digest == null) {
            digest = Sha256.fresh();
        }
        bodyBytes += data.remaining();
        digest.update(data.duplicate());
    }

    /** The body was read to its end. */
    public void bodyEnded(Fields behind) {
        synchronized (this) {
            bodyEnded = true;
            trailers = behind;
            if (digest != null) {
                sha256 = HexFormat.of().formatHex(digest.digest());
                digest = null;
            }
        }
        log.changed();
    }

    /** The head was sent. */
    public synchronized void status(int sent) {
        status = sent;
    }

    /** The transport took a part of the answer's body. */
    public synchronized void responseBytes(long more) {
        responseBytes += more;
    }

    /** How it ended; the first end counts. */
    public void over(Outcome how, OptionalLong because) {
        synchronized (this) {
            if (outcome != Outcome.IN_PROGRESS) {
                return;
            }
            outcome = how;
            code = because;
        }
        log.changed();
    }

    /** Whether it has ended, one way or another. */
    public synchronized boolean isOver() {
        return outcome != Outcome.IN_PROGRESS;
    }

    /** The digest of the body, in hex; of nothing until the end was read. */
    public synchronized String bodySha256() {
        return sha256;
    }

    synchronized RequestRecord snapshot() {
        return new RequestRecord(
                connection,
                streamId,
                method,
                target,
                fields,
                trailers,
                bodyBytes,
                sha256,
                bodyEnded,
                status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
                responseBytes,
                outcome,
                code);
    }
}
