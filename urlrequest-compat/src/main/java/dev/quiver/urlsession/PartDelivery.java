package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.load.CodedException;
import dev.quiver.urlsession.internal.load.Turns;
import dev.quiver.urlsession.internal.multipart.MultipartParser;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Hands content in several parts to a delegate, each with a response of its own: the URL and the status of the whole, the
 * fields of the part. A part's content waits for the delegate's answer to its response.
 */
final class PartDelivery {
    private final DataTask task;
    private final TaskVoice voice;
    private final HttpUrlResponse response;
    private final MultipartParser parser;
    private final Turns turns = new Turns();
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private boolean asking;
    private @Nullable TaskMetrics whole;

    PartDelivery(DataTask task, TaskVoice voice, HttpUrlResponse response, String boundary) {
        this.task = task;
        this.voice = voice;
        this.response = response;
        this.parser = new MultipartParser(boundary);
    }

    private final MultipartParser.Sink found = new MultipartParser.Sink() {
        @Override
        public void part(HttpHeaders fields) {
            steps.add(() -> ask(new HttpUrlResponse(response.url(), response.statusCode(), fields)));
        }

        @Override
        public void data(ByteBuffer bytes) {
            steps.add(() -> voice.tell(delegate -> {
                if (delegate instanceof UrlSessionDataDelegate told) {
                    told.didReceiveData(task.session(), task, bytes);
                }
            }));
        }
    };

    void data(ByteBuffer input) {
        turns.take(() -> {
            try {
                parser.parse(input, found);
                steps.add(() -> voice.tell(delegate -> task.engine().demand(1)));
                advance();
            } catch (CodedException malformed) {
                steps.clear();
                task.engine().fail(malformed);
            }
        });
    }

    /** The content is over, well or not; settles the task behind what is still to be told. */
    void end(@Nullable UrlError error, TaskMetrics metrics) {
        turns.take(() -> {
            if (error != null) {
                steps.clear();
                task.settle(error, metrics, new byte[0]);
                return;
            }
            UrlError malformed = checkEnd();
            whole = metrics;
            steps.add(() -> task.settle(malformed, metrics, new byte[0]));
            advance();
        });
    }

    private @Nullable UrlError checkEnd() {
        try {
            parser.end(found);
            return null;
        } catch (CodedException e) {
            return ErrorTable.of(e, task.currentRequest(), task.counts().progress());
        }
    }

    private void advance() {
        while (!asking && !steps.isEmpty()) {
            steps.remove().run();
        }
    }

    private void ask(HttpUrlResponse part) {
        asking = true;
        voice.ask(
                delegate -> delegate instanceof UrlSessionDataDelegate told
                        ? told.didReceiveResponse(task.session(), task, part)
                        : CompletableFuture.completedFuture(ResponseDisposition.ALLOW),
                ResponseDisposition.ALLOW,
                (disposition, failure) -> turns.take(() -> {
                    asking = false;
                    if (failure != null) {
                        stop(ErrorTable.of(
                                failure, task.currentRequest(), task.counts().progress()));
                    } else if (disposition == ResponseDisposition.CANCEL) {
                        stop(ErrorTable.cancelled(
                                task.currentRequest(), task.counts().progress()));
                    } else {
                        advance();
                    }
                }));
    }

    /** Ends the task, by the engine unless all has come and its work is done. */
    private void stop(UrlError why) {
        steps.clear();
        if (whole == null) {
            task.engine().fail(why);
        } else {
            task.settle(why, whole, new byte[0]);
        }
    }
}
