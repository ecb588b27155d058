package dev.quiver.urlsession;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Told what concerns a whole session. Methods run on the session's executor, one at a time for the whole session. One that
 * takes long holds up the session's other calls, and through them, once a little is waiting, the data of its tasks. Those
 * that answer by a stage may complete it whenever they like; one that fails or throws fails what it was asked about.
 */
public interface UrlSessionDelegate {
    /**
     * The session has ended: this is its last call.
     *
     * @param error always null here: sessions end only when told to
     */
    default void didBecomeInvalid(UrlSession session, @Nullable UrlError error) {}

    /**
     * A connection is being made and the server presents its certificates, or wants one. Asked only of sessions that make
     * their own client, once per full handshake, which waits for the answer within its time-out. The default is default
     * handling: the configuration's trust decides, and no certificate is shown.
     */
    default CompletionStage<ChallengeAnswer> didReceiveChallenge(
            UrlSession session, AuthenticationChallenge challenge) {
        return CompletableFuture.completedFuture(ChallengeAnswer.performDefaultHandling());
    }
}
