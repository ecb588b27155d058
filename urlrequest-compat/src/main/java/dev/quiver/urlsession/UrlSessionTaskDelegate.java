package dev.quiver.urlsession;

import java.net.http.HttpRequest.BodyPublisher;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Told what concerns each task. A delegate of the task itself ({@link UrlSessionTask#delegate}) goes before the session's;
 * what it does not override goes on to the session's. See {@link UrlSessionDelegate} for threads.
 */
public interface UrlSessionTaskDelegate extends UrlSessionDelegate {
    /** A task was made, and has not begun. */
    default void didCreateTask(UrlSession session, UrlSessionTask task) {
        Fallback.of(session, this).ifPresent(other -> other.didCreateTask(session, task));
    }

    /**
     * The server redirects. The default follows.
     *
     * @param response the redirection
     * @param newRequest what following it means: method rewritten where HTTP says so (RFC 9110 §15.4), credentials taken off
     *     where it leads to another origin
     * @return what to load instead, the new request or another; empty to take the redirection itself as the response
     */
    default CompletionStage<Optional<UrlRequest>> willPerformHttpRedirection(
            UrlSession session, UrlSessionTask task, HttpUrlResponse response, UrlRequest newRequest) {
        return Fallback.of(session, this)
                .map(other -> other.willPerformHttpRedirection(session, task, response, newRequest))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.of(newRequest)));
    }

    /** The server or a proxy wants a user and a password. The default is default handling. */
    default CompletionStage<ChallengeAnswer> didReceiveChallenge(
            UrlSession session, UrlSessionTask task, AuthenticationChallenge challenge) {
        return Fallback.of(session, this)
                .map(other -> other.didReceiveChallenge(session, task, challenge))
                .orElseGet(() -> CompletableFuture.completedFuture(ChallengeAnswer.performDefaultHandling()));
    }

    /**
     * A task made by {@link UrlSession#uploadTaskWithStreamedRequest} needs its body, at its beginning or again because it
     * was redirected or challenged. The default has none, which ends the task with {@link
     * UrlErrorCode#REQUEST_BODY_STREAM_EXHAUSTED}.
     */
    default CompletionStage<Optional<BodyPublisher>> needNewBodyStream(UrlSession session, UrlSessionTask task) {
        return Fallback.of(session, this)
                .map(other -> other.needNewBodyStream(session, task))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /**
     * More of the body has gone to the transport. Calls are merged while one waits; the last one tells all.
     *
     * @param bytesSent since the last call
     * @param totalBytesSent in all
     * @param totalBytesExpectedToSend the body's length, or -1 where that is unknown
     */
    default void didSendBodyData(
            UrlSession session,
            UrlSessionTask task,
            long bytesSent,
            long totalBytesSent,
            long totalBytesExpectedToSend) {
        Fallback.of(session, this)
                .ifPresent(other ->
                        other.didSendBodyData(session, task, bytesSent, totalBytesSent, totalBytesExpectedToSend));
    }

    /** An interim response came (RFC 9110 §15.2), such as 103 Early Hints. Never over TCP, where clients do not tell. */
    default void didReceiveInformationalResponse(UrlSession session, UrlSessionTask task, HttpUrlResponse response) {
        Fallback.of(session, this).ifPresent(other -> other.didReceiveInformationalResponse(session, task, response));
    }

    /**
     * The server cannot be reached, and the session waits until it can ({@link
     * UrlSessionConfiguration#waitsForConnectivity()}). Once a task.
     */
    default void taskIsWaitingForConnectivity(UrlSession session, UrlSessionTask task) {
        Fallback.of(session, this).ifPresent(other -> other.taskIsWaitingForConnectivity(session, task));
    }

    /** The task is over and this is how it went; comes before {@link #didComplete}. */
    default void didFinishCollectingMetrics(UrlSession session, UrlSessionTask task, TaskMetrics metrics) {
        Fallback.of(session, this).ifPresent(other -> other.didFinishCollectingMetrics(session, task, metrics));
    }

    /**
     * The task is over: its last call. Not for tasks with a completion handler, which hears of it instead.
     *
     * @param error why it failed, or null
     */
    default void didComplete(UrlSession session, UrlSessionTask task, @Nullable UrlError error) {
        Fallback.of(session, this).ifPresent(other -> other.didComplete(session, task, error));
    }
}
