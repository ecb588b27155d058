package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.load.BodySource;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadRequest;
import dev.quiver.urlsession.internal.load.Turns;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What drives a task: its loads one after another, redirections and waiting in between, time-outs, the end once. All that
 * happens to it happens in its turn ({@link Turns}): no lock is held while a listener or a sink is called, and nothing of
 * the caller's runs in a turn.
 */
final class TaskEngine {
    private final UrlSession session;
    private final UrlSessionTask task;
    private final TaskVoice voice;
    private final Turns turns = new Turns();
    private final SuspendGate gate = new SuspendGate();
    private final Function<TaskVoice, ResponseSink> sinks;
    private final SentNews sentNews;
    private final TaskChallenges challenges;

    private final List<Attempt> attempts = new ArrayList<>();
    private @Nullable Attempt current;
    private @Nullable ResponseSink sink;
    private @Nullable TaskWatch watch;
    private @Nullable Instant started;
    private @Nullable Runnable parked;
    private @Nullable UrlError error;
    private @Nullable URI upgradedFrom;
    private int redirects;
    private int connectivityTries;
    private long owed;
    private long heldDemand;
    private boolean suspended;
    private boolean accepted;
    private boolean doneWaits;
    private boolean ended;
    private boolean finished;

    TaskEngine(UrlSessionTask task, Function<TaskVoice, ResponseSink> sinks) {
        this.task = task;
        this.session = task.session();
        this.voice = new TaskVoice(session, task);
        this.sinks = sinks;
        this.sentNews = new SentNews(task, voice);
        this.challenges = new TaskChallenges(this, task, voice);
    }

    TaskVoice voice() {
        return voice;
    }

    // --- from the task, on any thread ---

    void stateChanged() {
        turns.take(() -> {
            switch (task.state()) {
                case RUNNING -> run();
                case SUSPENDED -> hold();
                case CANCELING ->
                    end(ErrorTable.cancelled(
                            task.currentRequest(), task.counts().progress()));
                case COMPLETED -> {}
            }
        });
    }

    /** The sink wants so many more pieces of the body. */
    void demand(long buffers) {
        turns.take(() -> {
            if (ended) {
                return;
            }
            accepted = true;
            if (doneWaits) {
                end(null);
                return;
            }
            owed += buffers;
            if (suspended) {
                heldDemand += buffers;
            } else if (current != null) {
                current.demand(buffers);
            }
            listening(true);
        });
    }

    /** Something of the caller's, or that came of it, failed the task. */
    void fail(Throwable failure) {
        turns.take(() ->
                end(ErrorTable.of(failure, task.currentRequest(), task.counts().progress())));
    }

    /** Loads this in place of the response whose head has come, which is of no use. */
    void again(UrlRequest request) {
        turns.take(() -> {
            if (!ended) {
                replace(request);
            }
        });
    }

    // --- from attempts, in their order ---

    /** Runs this in its turn. */
    void always(Runnable step) {
        turns.take(step);
    }

    /** Runs this in its turn, if the attempt is the one that counts then and the task is not over. */
    void inTurn(Attempt from, Runnable step) {
        turns.take(() -> {
            if (current == from && !ended) {
                moved();
                step.run();
            }
        });
    }

    void sent(long bytesInAll) {
        task.counts().sent(bytesInAll);
        task.taskProgress().sent(task.counts());
        sentNews.sent();
    }

    void informational(int status, HttpHeaders fields) {
        HttpUrlResponse interim = new HttpUrlResponse(task.currentRequest().url(), status, fields);
        voice.tell(delegate -> delegate.didReceiveInformationalResponse(session, task, interim));
    }

    void head(LoadHead head) {
        HttpUrlResponse response = new HttpUrlResponse(head.uri(), head.status(), head.fields());
        if (head.from() == TransactionMetrics.FetchType.NETWORK_LOAD) {
            session.state()
                    .received(
                            task.currentRequest(),
                            head.uri(),
                            task.originalRequest().url(),
                            head.fields());
        }
        RedirectRules.Decision decision =
                RedirectRules.decide(task.currentRequest(), response, redirects, this::mayFollowInTheClear);
        if (decision instanceof RedirectRules.Decision.Follow follow) {
            redirect(response, follow.request());
        } else if (decision instanceof RedirectRules.Decision.Refuse refuse) {
            task.counts().head(response);
            end(ErrorTable.refused(
                    refuse.code(),
                    refuse.reason(),
                    task.currentRequest(),
                    task.counts().progress()));
        } else {
            challenges.settle(response);
        }
    }

    private boolean mayFollowInTheClear(URI url) {
        // What HSTS makes https of does not go in the clear.
        return session.configuration().allowsInsecureRedirects()
                || !session.state().upgraded(url).equals(url);
    }

    void data(ByteBuffer buffer) {
        owed--;
        task.counts().received(buffer.remaining());
        task.taskProgress().received(task.counts());
        if (owed == 0) {
            listening(false);
        }
        sink().data(buffer);
    }

    void done() {
        if (!accepted) {
            // A delegate has yet to say whether it wants this response.
            doneWaits = true;
            listening(false);
        } else {
            end(null);
        }
    }

    void failed(LoadFailure failure) {
        ExchangeProgress progress = failure.progress().orFarther(task.counts().progress());
        UrlError why = ErrorTable.of(failure.cause(), task.currentRequest(), progress);
        if (session.configuration().waitsForConnectivity() && Connectivity.isMissing(why)) {
            waitForConnectivity();
        } else {
            end(why);
        }
    }

    /** Tells the end, when all attempts have told theirs. */
    void finishIfOver() {
        if (!ended || finished || !attempts.stream().allMatch(Attempt::isOver)) {
            return;
        }
        finished = true;
        List<TransactionMetrics> transactions =
                attempts.stream().map(Attempt::metrics).filter(Objects::nonNull).toList();
        Instant now = session.wallClock().instant();
        sink().end(error, new TaskMetrics(started == null ? now : started, now, transactions, redirects));
    }

    // --- in turn ---

    private void run() {
        gate.open();
        if (started == null) {
            begin();
            return;
        }
        suspended = false;
        if (watch != null) {
            watch.resume();
        }
        Runnable next = parked;
        parked = null;
        if (next != null) {
            next.run();
        } else if (heldDemand > 0 && current != null) {
            current.demand(heldDemand);
        }
        heldDemand = 0;
    }

    private void hold() {
        suspended = true;
        gate.close();
        if (watch != null) {
            watch.suspend();
        }
    }

    private void begin() {
        started = session.wallClock().instant();
        Duration wait = task.earliestBeginDate()
                .map(date -> Duration.between(started, date))
                .orElse(Duration.ZERO);
        if (wait.isNegative() || wait.isZero()) {
            startTheClocks();
        } else {
            session.clock()
                    .schedule(() -> turns.take(this::startTheClocks), wait.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    private void startTheClocks() {
        if (ended) {
            return;
        }
        if (suspended) {
            parked = this::startTheClocks;
            return;
        }
        UrlRequest request = task.originalRequest();
        UrlSessionConfiguration configuration = session.configuration();
        TaskTimeouts timeouts = new TaskTimeouts(
                request.timeoutInterval().orElse(configuration.timeoutIntervalForRequest()),
                configuration.timeoutIntervalForResource(),
                System.nanoTime());
        watch = new TaskWatch(
                session.clock(),
                timeouts,
                reason -> turns.take(() -> end(ErrorTable.timedOut(
                        task.currentRequest(), reason, task.counts().progress()))));
        watch.look();
        transact(request);
    }

    /** Loads this next, over TLS where the host asked for nothing else. */
    private void transact(UrlRequest asked) {
        if (ended) {
            return;
        }
        if (suspended) {
            parked = () -> transact(asked);
            return;
        }
        URI upgraded = session.state().upgraded(asked.url());
        upgradedFrom = upgraded.equals(asked.url()) ? null : asked.url();
        UrlRequest request =
                upgradedFrom == null ? asked : asked.toBuilder().url(upgraded).build();
        task.nowLoads(request);
        if (task instanceof UploadTask upload && upload.isStreamed() && BodyRules.maySend(request)) {
            listening(false);
            voice.ask(
                    delegate -> delegate.needNewBodyStream(session, task),
                    Optional.empty(),
                    (body, failure) -> turns.take(() -> {
                        if (failure != null) {
                            end(ErrorTable.of(failure, request, ExchangeProgress.NONE));
                        } else if (body == null || body.isEmpty()) {
                            end(ErrorTable.refused(
                                    UrlErrorCode.REQUEST_BODY_STREAM_EXHAUSTED,
                                    "the delegate has no body for " + request,
                                    request,
                                    ExchangeProgress.NONE));
                        } else {
                            send(request, body.get());
                        }
                    }));
        } else {
            send(request, request.httpBody().orElse(null));
        }
    }

    private void send(UrlRequest request, @Nullable BodyPublisher body) {
        if (ended) {
            return;
        }
        if (suspended) {
            parked = () -> send(request, body);
            return;
        }
        listening(true);
        task.counts().expectToSend(body == null ? 0 : body.contentLength());
        BodySource source = body == null ? null : () -> gate.guard(body);
        UrlSessionConfiguration configuration = session.configuration();
        LoadRequest load = new LoadRequest(
                request.url(),
                request.httpMethod(),
                session.state()
                        .fields(
                                request,
                                task.originalRequest().url(),
                                BodyRules.fields(
                                        request,
                                        configuration,
                                        body != null && body.contentLength() != 0,
                                        challenges.dialog().fieldsFor(request))),
                source,
                request.cachePolicy().orElse(configuration.requestCachePolicy()),
                task.urgency(),
                request.discovery().orElse(null),
                task instanceof DataTask data ? data.storeApproval(voice) : null);
        Attempt attempt = new Attempt(this, upgradedFrom);
        attempts.add(attempt);
        current = attempt;
        attempt.start(session.loader(), load);
    }

    private void redirect(HttpUrlResponse response, UrlRequest next) {
        listening(false);
        voice.ask(
                delegate -> delegate.willPerformHttpRedirection(session, task, response, next),
                Optional.of(next),
                (answer, failure) -> turns.take(() -> {
                    if (ended) {
                        return;
                    }
                    if (failure != null || answer == null) {
                        end(ErrorTable.of(
                                failure == null ? new NullPointerException("no answer to a redirection") : failure,
                                task.currentRequest(),
                                task.counts().progress()));
                    } else if (answer.isEmpty()) {
                        take(response);
                    } else {
                        redirects++;
                        replace(answer.get());
                    }
                }));
    }

    /** This is the task's response. */
    void take(HttpUrlResponse response) {
        task.counts().head(response);
        // What is not asked for yet is not waited for either.
        listening(false);
        sink().head(response);
    }

    /** Loads this in place of what the current attempt brought. */
    void replace(UrlRequest request) {
        leave();
        transact(request);
    }

    boolean isOver() {
        return ended;
    }

    /** The current attempt has served its purpose. */
    private void leave() {
        Attempt left = current;
        current = null;
        doneWaits = false;
        if (left != null) {
            left.giveUp();
        }
    }

    private void waitForConnectivity() {
        if (connectivityTries == 0) {
            voice.tell(delegate -> delegate.taskIsWaitingForConnectivity(session, task));
        }
        listening(false);
        current = null;
        Duration wait = Connectivity.wait(connectivityTries);
        connectivityTries++;
        UrlRequest request = task.currentRequest();
        session.clock().schedule(() -> turns.take(() -> transact(request)), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    void end(@Nullable UrlError why) {
        if (ended) {
            return;
        }
        ended = true;
        error = why;
        if (watch != null) {
            watch.stop();
        }
        attempts.forEach(Attempt::cancel);
        finishIfOver();
    }

    private ResponseSink sink() {
        ResponseSink known = sink;
        if (known == null) {
            known = sinks.apply(voice);
            sink = known;
        }
        return known;
    }

    private void moved() {
        if (watch != null) {
            watch.moved();
        }
    }

    /** Whether what comes of the server is waited for. */
    void listening(boolean waited) {
        if (watch != null) {
            watch.listening(waited);
        }
    }
}
