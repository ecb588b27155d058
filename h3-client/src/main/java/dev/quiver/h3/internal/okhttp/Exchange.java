package dev.quiver.h3.internal.okhttp;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.okhttp.Obstacle;
import dev.quiver.h3.okhttp.Passage;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import okhttp3.CookieJar;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One request and its response by the HTTP client, on the thread of the call. */
final class Exchange {
    private final H3Client h3;
    private final Interceptor.Chain chain;
    private final CancelWatch watch;
    private final Meeting meeting;
    private final Departure departure;
    private final Runnable cancel = this::cancel;

    private volatile @Nullable CompletableFuture<H3Response<DownloadBody>> future;
    private volatile @Nullable DownloadBody download;

    Exchange(H3Client h3, Interceptor.Chain chain, CancelWatch watch) {
        this.h3 = h3;
        this.chain = chain;
        this.watch = watch;
        this.meeting = new Meeting(chain.call(), watch.tells());
        this.departure = new Departure(meeting, h3.options().exchangeListener());
    }

    /**
     * Sends and waits for the response's head.
     *
     * @param left how much of the call's time is left, in nanoseconds; 0 for any
     * @throws Refused if the request cannot be sent, before anything was
     */
    Response run(Request request, CookieJar cookies, long left) throws IOException, Refused {
        Request network = RequestBridge.networkRequest(request, cookies);
        UploadBody upload = network.body() == null
                ? null
                : UploadBody.of(network.body(), meeting, nanos(chain.writeTimeoutMillis()));
        long sentAt = System.currentTimeMillis();
        watch.add(cancel);
        try {
            CompletableFuture<H3Response<DownloadBody>> sent = start(network, upload, left);
            H3Response<DownloadBody> answered =
                    answer(sent, upload, network.url().host());
            ResponseBridge bridge = new ResponseBridge(answered);
            bridge.keepCookies(cookies, network);
            Response received = bridge.network(network, sentAt, System.currentTimeMillis());
            Request told = request.newBuilder()
                    .tag(Passage.class, new Passage(new Told(answered), List.of()))
                    .build();
            return bridge.response(told, received, RequestBridge.unpacks(request));
        } catch (Refused refused) {
            watch.remove(cancel);
            throw refused;
        } catch (Throwable failed) {
            cancel();
            watch.remove(cancel);
            throw failed;
        } finally {
            if (upload != null) {
                upload.end();
            }
        }
    }

    private CompletableFuture<H3Response<DownloadBody>> start(Request network, @Nullable UploadBody upload, long left)
            throws Refused {
        try {
            HttpRequest http = RequestBridge.httpRequest(network, upload);
            H3Options.Builder options = h3.options().toBuilder();
            if (left != 0) {
                options.exchangeTimeout(Duration.ofNanos(left));
            }
            if (upload == null) {
                options.exchangeListener(departure);
            }
            CompletableFuture<H3Response<DownloadBody>> sent = h3.exchange(http, options.build(), head -> body());
            future = sent;
            sent.whenComplete((response, failure) -> {
                if (failure != null && upload != null) {
                    upload.end();
                }
                meeting.changed();
            });
            return sent;
        } catch (IllegalArgumentException unsayable) {
            throw new Refused(Obstacle.REQUEST, unsayable);
        }
    }

    private DownloadBody body() {
        DownloadBody made = new DownloadBody(meeting, nanos(chain.readTimeoutMillis()), () -> watch.remove(cancel));
        download = made;
        return made;
    }

    /** Writes the body while that is wanted, and waits for the head. */
    private H3Response<DownloadBody> answer(
            CompletableFuture<H3Response<DownloadBody>> sent, @Nullable UploadBody upload, String host)
            throws IOException {
        long connect = nanos(chain.connectTimeoutMillis());
        long read = nanos(chain.readTimeoutMillis());
        if (upload == null) {
            meeting.await(() -> sent.isDone() || departure.isDone(), connect, "connect timed out");
            long limit = read == 0 || !departure.isUnsure() ? read : connect == 0 ? 0 : connect + read;
            meeting.await(sent::isDone, limit, "timeout");
        } else {
            meeting.await(() -> sent.isDone() || upload.isWanted(), connect, "connect timed out");
            while (!sent.isDone()) {
                upload.write();
                meeting.await(() -> sent.isDone() || upload.isWanted(), read, "timeout");
            }
        }
        try {
            return sent.join();
        } catch (CancellationException cancelled) {
            throw new IOException("Canceled", cancelled);
        } catch (CompletionException failed) {
            throw Failures.of(failed.getCause(), host);
        }
    }

    private void cancel() {
        CompletableFuture<H3Response<DownloadBody>> sent = future;
        if (sent != null) {
            sent.cancel(true);
        }
        DownloadBody reading = download;
        if (reading != null) {
            reading.giveUp();
        }
        meeting.changed();
    }

    private static long nanos(int millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Nothing was sent. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final Obstacle obstacle;

        Refused(Obstacle obstacle, Throwable cause) {
            super(cause.getMessage(), cause);
            this.obstacle = obstacle;
        }

        Obstacle obstacle() {
            return obstacle;
        }
    }
}
