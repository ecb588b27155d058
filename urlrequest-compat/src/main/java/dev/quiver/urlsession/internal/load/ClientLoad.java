package dev.quiver.urlsession.internal.load;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.quic.GroupStats;
import dev.quiver.urlsession.TransactionMetrics.FetchType;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a client. What the client's threads and the caller's report is put in order by {@link Turns}; all
 * fields below it belong to whoever has the turn.
 */
final class ClientLoad implements Load {
    /** How long the end waits for what it only tells about. */
    private static final long STATS_SECONDS = 1;

    private final HttpClient client;
    private final LoadRequest request;
    private final LoadListener listener;
    private final TransactionLog log;
    private final Turns turns = new Turns();

    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private final Arrivals arrivals = new Arrivals(this);
    private @Nullable CompletableFuture<? extends HttpResponse<Void>> exchange;
    private @Nullable HttpResponse<Void> head;
    private final Demand wanted = new Demand();
    private boolean asked;
    private boolean bodyEnded;
    private boolean finishing;
    private boolean ended;

    ClientLoad(HttpClient client, LoadRequest request, LoadListener listener, TransactionLog log) {
        this.client = client;
        this.request = request;
        this.listener = listener;
        this.log = log;
    }

    void begin() {
        turns.take(() -> {
            try {
                CompletableFuture<? extends HttpResponse<Void>> started = send(httpRequest());
                exchange = started;
                started.whenComplete((response, failure) -> turns.take(() -> {
                    if (failure != null) {
                        fail(failure);
                    } else {
                        headCame(response);
                    }
                }));
            } catch (IOException | RuntimeException refused) {
                fail(refused);
            }
        });
    }

    @Override
    public void request(long buffers) {
        Demand.checked(buffers);
        turns.take(() -> {
            wanted.add(buffers);
            deliver();
        });
    }

    @Override
    public void cancel() {
        turns.take(() -> fail(new CancellationException("the load was cancelled")));
    }

    /** Some of the request's body has gone down. */
    void sent(long bytes) {
        turns.take(() -> {
            if (!ended) {
                listener.sent(log.sent(bytes));
            }
        });
    }

    /** All of it has. */
    void sentAll() {
        turns.take(log::sentAll);
    }

    void came(Iterable<ByteBuffer> buffers) {
        turns.take(() -> {
            asked = false;
            if (ended) {
                return;
            }
            for (ByteBuffer buffer : buffers) {
                if (buffer.hasRemaining()) {
                    log.received(buffer.remaining());
                    waiting.add(buffer.asReadOnlyBuffer());
                }
            }
            deliver();
        });
    }

    void bodyEnded(@Nullable Throwable failure) {
        turns.take(() -> {
            if (failure != null) {
                fail(failure);
            } else {
                bodyEnded = true;
                deliver();
            }
        });
    }

    private CompletableFuture<? extends HttpResponse<Void>> send(HttpRequest http) {
        if (client instanceof H3Client h3) {
            H3Options.Builder options = h3.options().toBuilder()
                    .informationalListener(interim -> turns.take(() -> {
                        if (!ended) {
                            listener.informational(interim.status(), interim.headers());
                        }
                    }));
            if (request.priority() != null) {
                options.priorityControl(request.priority());
            }
            if (request.discovery() != null) {
                options.discovery(request.discovery());
            }
            return h3.exchange(http, options.build(), info -> arrivals);
        }
        return client.sendAsync(http, info -> arrivals);
    }

    private HttpRequest httpRequest() throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri());
        BodySource body = request.body();
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : new CountingPublisher(body.open(), this);
        builder.method(request.method(), publisher);
        request.fields().map().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return builder.build();
    }

    private void headCame(HttpResponse<Void> response) {
        if (ended) {
            return;
        }
        head = response;
        log.head(response);
        listener.head(new LoadHead(
                response.uri(),
                response.statusCode(),
                response.headers(),
                TransactionLog.protocol(response),
                FetchType.NETWORK_LOAD));
        deliver();
    }

    /** Hands on what may go, and sees to it that more comes. */
    private void deliver() {
        HttpResponse<Void> response = head;
        if (ended || response == null) {
            return;
        }
        while (wanted.open() > 0 && !waiting.isEmpty()) {
            wanted.take();
            listener.data(waiting.remove());
            // The listener's own calls wait for their turn: nothing here has changed but by us.
        }
        if (!waiting.isEmpty()) {
            return;
        }
        if (bodyEnded) {
            finish(response);
        } else if (wanted.open() > 0 && !asked) {
            asked = true;
            arrivals.askForMore();
        }
    }

    /** All has come; what the connection did is asked for, which its event loop answers. */
    private void finish(HttpResponse<Void> response) {
        if (finishing) {
            return;
        }
        finishing = true;
        if (response instanceof H3Response<Void> h3) {
            h3.connectionStats()
                    .exceptionally(unknown -> null)
                    .completeOnTimeout(null, STATS_SECONDS, TimeUnit.SECONDS)
                    .thenAccept(stats -> turns.take(() -> done(response, stats)));
        } else {
            done(response, null);
        }
    }

    private void done(HttpResponse<Void> response, @Nullable GroupStats stats) {
        if (!ended) {
            ended = true;
            listener.done(trailers(response), log.metrics(stats));
        }
    }

    /** They are there once the body has ended, but for TCP, where nobody tells. */
    private static @Nullable HttpHeaders trailers(HttpResponse<Void> response) {
        if (response instanceof H3Response<Void> h3 && h3.handshake() != null) {
            CompletableFuture<HttpHeaders> trailers = h3.trailers();
            return trailers.isCompletedExceptionally() ? null : trailers.getNow(null);
        }
        return null;
    }

    private void fail(Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        waiting.clear();
        arrivals.cancel();
        if (exchange != null) {
            exchange.cancel(true);
        }
        listener.failed(new LoadFailure(failure, log.progress()), log.failed(failure));
    }
}
