package dev.quiver.urlsession.internal.load;

import dev.quiver.urlsession.ExchangeProgress;
import dev.quiver.urlsession.TransactionMetrics;
import dev.quiver.urlsession.TransactionMetrics.Bytes;
import dev.quiver.urlsession.TransactionMetrics.FetchType;
import dev.quiver.urlsession.TransactionMetrics.Timing;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A load that does as a test says, on the test's thread: a body in pieces, each only when it was asked for. */
public final class ScriptedLoader implements Loader {
    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
    private final int status;
    private final HttpHeaders fields;
    private @Nullable LoadRequest request;
    private @Nullable LoadListener listener;
    private long asked;
    private boolean ended;
    private boolean holdEnd;

    public ScriptedLoader(int status, Map<String, List<String>> fields, byte[] body, int pieceLength) {
        this.status = status;
        this.fields = HttpHeaders.of(fields, (name, value) -> true);
        for (int from = 0; from < body.length; from += pieceLength) {
            pieces.add(ByteBuffer.wrap(Arrays.copyOfRange(body, from, Math.min(body.length, from + pieceLength))));
        }
    }

    /** The body does not end behind its last piece. */
    public ScriptedLoader endless() {
        holdEnd = true;
        return this;
    }

    /** What was asked for. */
    public LoadRequest request() {
        return Objects.requireNonNull(request);
    }

    /** How many pieces were asked for in all. */
    public long asked() {
        return asked;
    }

    public boolean ended() {
        return ended;
    }

    @Override
    public Load start(LoadRequest given, LoadListener to) {
        request = given;
        listener = to;
        to.head(new LoadHead(given.uri(), status, fields, "h3", FetchType.NETWORK_LOAD));
        Load load = new Load() {
            @Override
            public void request(long buffers) {
                asked = asked + buffers < 0 ? Long.MAX_VALUE : asked + buffers;
                for (long left = buffers; left > 0 && !pieces.isEmpty() && !ended; left--) {
                    to.data(pieces.remove().asReadOnlyBuffer());
                }
                endIfAllCame();
            }

            @Override
            public void cancel() {
                if (!ended) {
                    ended = true;
                    to.failed(
                            new LoadFailure(new CancellationException(), new ExchangeProgress(0, true, 0)), metrics());
                }
            }
        };
        endIfAllCame();
        return load;
    }

    private void endIfAllCame() {
        if (pieces.isEmpty() && !ended && !holdEnd) {
            ended = true;
            Objects.requireNonNull(listener).done(null, metrics());
        }
    }

    private TransactionMetrics metrics() {
        return new TransactionMetrics(
                request().uri(),
                request().method(),
                status,
                FetchType.NETWORK_LOAD,
                Timing.local(Instant.EPOCH, Instant.EPOCH),
                new Bytes(0, 0),
                null,
                null);
    }
}
