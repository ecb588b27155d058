package dev.quiver.urlsession.internal.local;

import dev.quiver.urlsession.ExchangeProgress;
import dev.quiver.urlsession.TransactionMetrics;
import dev.quiver.urlsession.TransactionMetrics.Bytes;
import dev.quiver.urlsession.TransactionMetrics.FetchType;
import dev.quiver.urlsession.TransactionMetrics.Timing;
import dev.quiver.urlsession.UrlErrorCode;
import dev.quiver.urlsession.internal.load.CodedException;
import dev.quiver.urlsession.internal.load.Demand;
import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.Turns;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tells content that is here already as a response with 200. One piece is read for one that is asked for, away from the
 * caller's thread. All fields belong to whoever has the turn, the content to the reader while {@link #reading}.
 */
final class LocalLoad implements Load {
    private final LoadRequest request;
    private final LoadListener listener;
    private final Executor executor;
    private final Clock clock;
    private final Instant start;
    private final Turns turns = new Turns();

    private @Nullable LocalContent content;
    private long left;
    private final Demand wanted = new Demand();
    private long given;
    private boolean reading;
    private boolean ended;

    LocalLoad(LoadRequest request, LoadListener listener, Executor executor, Clock clock) {
        this.request = request;
        this.listener = listener;
        this.executor = executor;
        this.clock = clock;
        this.start = clock.instant();
    }

    void begin(LocalContent.Opening opening) {
        turns.take(() -> {
            if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
                fail(new CodedException(
                        UrlErrorCode.UNSUPPORTED_URL,
                        request.uri().getScheme() + ": URLs are read by GET or HEAD, not by " + request.method(),
                        null));
                return;
            }
            away(() -> {
                LocalContent found = opening.open();
                turns.take(() -> opened(found));
            });
        });
    }

    @Override
    public void request(long buffers) {
        Demand.checked(buffers);
        turns.take(() -> {
            wanted.add(buffers);
            advance();
        });
    }

    @Override
    public void cancel() {
        turns.take(() -> fail(new CancellationException("the load was cancelled")));
    }

    private void opened(LocalContent found) {
        content = found;
        reading = false;
        if (ended) {
            close();
            return;
        }
        Map<String, List<String>> fields = new TreeMap<>();
        found.fields().forEach((name, value) -> fields.put(name, List.of(value)));
        left = request.method().equals("HEAD") ? 0 : found.length();
        listener.head(
                new LoadHead(request.uri(), 200, HttpHeaders.of(fields, (name, value) -> true), null, FetchType.LOCAL));
        advance();
    }

    /** Ends, or reads the next piece if one is wanted. */
    private void advance() {
        LocalContent source = content;
        if (ended || reading || source == null) {
            return;
        }
        if (left == 0) {
            ended = true;
            close();
            listener.done(HttpHeaders.of(Map.of(), (name, value) -> true), metrics());
        } else if (wanted.open() > 0) {
            wanted.take();
            away(() -> {
                ByteBuffer piece = source.read();
                turns.take(() -> came(piece));
            });
        }
    }

    private void came(ByteBuffer piece) {
        reading = false;
        if (ended) {
            close();
            return;
        }
        left -= piece.remaining();
        given += piece.remaining();
        listener.data(piece.asReadOnlyBuffer());
        advance();
    }

    private interface Reading {
        void run() throws IOException;
    }

    private void away(Reading step) {
        reading = true;
        try {
            executor.execute(() -> {
                try {
                    step.run();
                } catch (IOException | RuntimeException e) {
                    turns.take(() -> {
                        reading = false;
                        fail(e);
                        close();
                    });
                }
            });
        } catch (RejectedExecutionException e) {
            reading = false;
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        if (ended) {
            return;
        }
        ended = true;
        if (!reading) {
            close();
        }
        listener.failed(new LoadFailure(cause, new ExchangeProgress(0, content != null, given)), metrics());
    }

    /** Closes what is open, once nobody reads it any more. */
    private void close() {
        LocalContent open = content;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It was only read: nothing is lost with it.
            }
        }
    }

    private TransactionMetrics metrics() {
        return new TransactionMetrics(
                request.uri(),
                request.method(),
                content == null ? null : (Integer) 200,
                FetchType.LOCAL,
                Timing.local(start, clock.instant()),
                new Bytes(0, given),
                null,
                null);
    }
}
