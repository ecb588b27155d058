package dev.quiver.urlsession.internal.cache.load;

import dev.quiver.urlsession.ExchangeProgress;
import dev.quiver.urlsession.TransactionMetrics;
import dev.quiver.urlsession.TransactionMetrics.FetchType;
import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.Loader;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The layer below: hands each request to the test, which answers as it likes. */
final class FakeNetwork implements Loader {
    /** A request that has come down. */
    static final class Exchange implements Load {
        final LoadRequest request;
        private final LoadListener listener;
        private long demand;
        private boolean cancelled;
        private boolean over;

        private Exchange(LoadRequest request, LoadListener listener) {
            this.request = request;
            this.listener = listener;
        }

        @Override
        public synchronized void request(long buffers) {
            demand = demand + buffers < 0 ? Long.MAX_VALUE : demand + buffers;
        }

        synchronized long demand() {
            return demand;
        }

        synchronized boolean cancelled() {
            return cancelled;
        }

        @Override
        public void cancel() {
            synchronized (this) {
                cancelled = true;
            }
            fail(new CancellationException("cancelled above"));
        }

        Exchange head(int status, String... fields) {
            return headFrom(request.uri(), status, fields);
        }

        Exchange headFrom(URI uri, int status, String... fields) {
            listener.head(new LoadHead(uri, status, fields(fields), "http/1.1", FetchType.NETWORK_LOAD));
            return this;
        }

        Exchange data(byte[] bytes) {
            listener.data(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
            return this;
        }

        void done() {
            if (end()) {
                listener.done(FakeNetwork.fields(), metrics());
            }
        }

        void fail(Throwable why) {
            if (end()) {
                listener.failed(new LoadFailure(why, ExchangeProgress.NONE), metrics());
            }
        }

        private synchronized boolean end() {
            boolean first = !over;
            over = true;
            return first;
        }

        private TransactionMetrics metrics() {
            return new TransactionMetrics(
                    request.uri(),
                    request.method(),
                    null,
                    FetchType.NETWORK_LOAD,
                    TransactionMetrics.Timing.local(Instant.EPOCH, Instant.EPOCH),
                    new TransactionMetrics.Bytes(0, 0),
                    null,
                    null);
        }
    }

    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();

    @Override
    public Load start(LoadRequest request, LoadListener listener) {
        Exchange exchange = new Exchange(request, listener);
        exchanges.add(exchange);
        return exchange;
    }

    Exchange next() throws InterruptedException {
        Exchange next = exchanges.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was asked of the network");
        }
        return next;
    }

    boolean isUntouched() {
        return exchanges.isEmpty();
    }

    static HttpHeaders fields(String... namesAndValues) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.computeIfAbsent(namesAndValues[i], name -> new ArrayList<>()).add(namesAndValues[i + 1]);
        }
        return HttpHeaders.of(fields, (name, value) -> true);
    }
}
