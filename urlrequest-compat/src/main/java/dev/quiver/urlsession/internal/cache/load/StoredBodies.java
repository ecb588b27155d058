package dev.quiver.urlsession.internal.cache.load;

import dev.quiver.urlsession.CachePolicy;
import dev.quiver.urlsession.ExchangeProgress;
import dev.quiver.urlsession.TransactionMetrics;
import dev.quiver.urlsession.TransactionMetrics.FetchType;
import dev.quiver.urlsession.internal.cache.StoredResponse;
import dev.quiver.urlsession.internal.cache.store.BodyReading;
import dev.quiver.urlsession.internal.coding.DecodingLoader;
import dev.quiver.urlsession.internal.coding.ExpansionLimit;
import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Stored bodies for an application that asks the cache itself: decoded, as a task would give them. */
public final class StoredBodies {
    /** As a session's by default. */
    private static final ExpansionLimit LIMIT = new ExpansionLimit(200, 16L << 20, Integer.MAX_VALUE - 8);

    private StoredBodies() {}

    /** Reads it all. Blocks; closes the reading. */
    public static byte[] decoded(StoredResponse response, BodyReading reading) throws IOException {
        URI uri = URI.create(response.key());
        Collector collector = new Collector();
        LoadRequest request =
                new LoadRequest(uri, "GET", response.fields(), null, CachePolicy.USE_PROTOCOL_CACHE_POLICY, null);
        try (reading) {
            new DecodingLoader((unused, listener) -> new Replay(response, reading, listener), LIMIT)
                    .start(request, collector)
                    .request(Long.MAX_VALUE);
        }
        return collector.bytes();
    }

    /** The fields for a body that is not coded (any more). */
    public static HttpHeaders withoutCoding(HttpHeaders fields) {
        Map<String, List<String>> plain = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        plain.putAll(fields.map());
        plain.remove("content-encoding");
        plain.remove("content-length");
        return HttpHeaders.of(plain, (name, value) -> true);
    }

    /** Gives what is asked for on the thread that asks. */
    private static final class Replay implements Load {
        private final BodyReading reading;
        private final LoadListener listener;
        private final TransactionMetrics metrics;
        private boolean over;

        Replay(StoredResponse response, BodyReading reading, LoadListener listener) {
            this.reading = reading;
            this.listener = listener;
            URI uri = URI.create(response.key());
            this.metrics = new TransactionMetrics(
                    uri,
                    "GET",
                    response.status(),
                    FetchType.LOCAL_CACHE,
                    TransactionMetrics.Timing.local(response.responseTime(), response.responseTime()),
                    new TransactionMetrics.Bytes(0, 0),
                    null,
                    null);
            listener.head(new LoadHead(uri, response.status(), response.fields(), null, FetchType.LOCAL_CACHE));
        }

        @Override
        public void request(long buffers) {
            try {
                for (long left = buffers; left > 0 && !over; left--) {
                    ByteBuffer piece = reading.next();
                    if (piece != null) {
                        listener.data(piece);
                    } else {
                        over = true;
                        listener.done(null, metrics);
                    }
                }
            } catch (IOException damaged) {
                fail(damaged);
            }
        }

        @Override
        public void cancel() {
            fail(new CancellationException("decoding was given up"));
        }

        private void fail(Exception why) {
            if (!over) {
                over = true;
                listener.failed(new LoadFailure(why, ExchangeProgress.NONE), metrics);
            }
        }
    }

    private static final class Collector implements LoadListener {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Throwable failure = new CancellationException("the body did not come to its end");
        private boolean whole;

        byte[] bytes() throws IOException {
            if (!whole) {
                throw failure instanceof IOException io ? io : new IOException(failure);
            }
            return bytes.toByteArray();
        }

        @Override
        public void sent(long bodyBytesSent) {}

        @Override
        public void informational(int status, HttpHeaders fields) {}

        @Override
        public void head(LoadHead head) {}

        @Override
        public void data(ByteBuffer buffer) {
            byte[] piece = new byte[buffer.remaining()];
            buffer.get(piece);
            bytes.writeBytes(piece);
        }

        @Override
        public void done(@Nullable HttpHeaders trailers, TransactionMetrics metrics) {
            whole = true;
        }

        @Override
        public void failed(LoadFailure failed, TransactionMetrics metrics) {
            failure = failed.cause();
        }
    }
}
